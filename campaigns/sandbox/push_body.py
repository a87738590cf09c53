"""Checks a body as the provider does, and no more: unknown and misplaced keys, null, empty lists
and values outside an enumeration pass, because its own SDKs send them.

Decided here, as the pages give no code: a wrong type, a missing part or too many items is 1002, too
long is 1005.
"""

from typing import Any

from django.conf import settings

from campaigns.domain.message.audience import ANDROID, IOS, in_force
from campaigns.domain.message.audience_kinds import CONDITIONS, IS_TO_ALL
from campaigns.domain.message.shape import Audience, Integer, leaves
from campaigns.domain.provider import limits

from .json_types import (
    Check,
    any_object,
    boolean,
    integer,
    json_object,
    list_of,
    number,
    object_of,
    string,
    wrong,
)
from .refusals import Refusal, body_too_large

PACKAGE_CHARACTERS = SENDER_CHARACTERS = 64
"""Source: the checks in the Python SDK."""
PLATFORMS = frozenset({IOS, ANDROID})

tags = list_of(string(most_bytes=limits.TAG_BYTES), limits.TAGS)
user_id = string(limits.USER_ID_CHARACTERS)
user_ids = list_of(user_id, limits.USERS)


def _strings(*names: str) -> dict[str, Check]:
    return dict.fromkeys(names, string())


def _not_blank(value: Any, path: str) -> None:
    string()(value, path)
    if not value.strip():
        raise wrong(path, "must not be empty")


def _badge(value: Any, path: str) -> None:
    integer(value, path)
    if value >= limits.BADGE.stop:
        raise wrong(path, f"must be below {limits.BADGE.stop}")


def _vendor_parts(prefix: str) -> dict[str, Check]:
    """The objects of vendors below `prefix`, as the message has them: texts, and any number where
    the message has an integer."""
    parts: dict[str, dict[str, Check]] = {}
    for leaf in leaves():
        part, _dot, key = leaf.path.removeprefix(prefix).partition(".")
        if leaf.path.startswith(prefix) and key:
            is_integer = leaf.annotation == Integer | None
            parts.setdefault(part, {})[key] = number if is_integer else string()
    return {part: object_of(members) for part, members in parts.items()}


AUDIENCE = object_of(
    {
        "tag": tags,
        "tag_or": tags,
        "userid": user_ids,
        "packageName": string(PACKAGE_CHARACTERS),
        "is_to_all": boolean,
    }
)
IOS_PART = object_of(
    {
        **_strings("title", "thread-id", "apns-collapse-id", "category", "richMediaUri"),
        "interruption-level": string(),
        "alert": _not_blank,
        "contentAvailable": integer,
        "badge": _badge,
        "extras": any_object,
    }
)
ANDROID_PART = object_of(
    {"alert": string(), "extras": any_object, **_vendor_parts("notification.android.")}
)
HARMONY_PART = object_of(
    {"alert": string(), "extras": any_object, **_vendor_parts("notification.harmonyOS.")}
)
NOTIFICATION = object_of(
    {
        "title": string(limits.TITLE_CHARACTERS),
        "alert": string(),
        "forceShowPushContent": integer,
        "ios": IOS_PART,
        "android": ANDROID_PART,
        "harmonyOS": HARMONY_PART,
    }
)
BODY = object_of(
    {
        "platform": list_of(string()),
        "audience": AUDIENCE,
        "notification": NOTIFICATION,
        "message": any_object,
        "fromuserid": string(SENDER_CHARACTERS),
    }
)


def parse_body(raw: bytes | None) -> dict[str, Any]:
    """The body as JSON values. Raises Refusal 1508, 1002 or 1005 for the first fault found."""
    if raw is None or len(raw) >= limits.BODY_BYTES:
        raise body_too_large()
    body = json_object(raw)
    BODY(body, "")
    _check_required(body)
    _check_platform(body["platform"])
    _check_addressed(body)
    return body


def is_broadcast(body: dict[str, Any]) -> bool:
    """Does it have a message or a sender? Then the provider also stores and sends a message."""
    return bool(body.get("message") or body.get("fromuserid"))


def audience(body: dict[str, Any]) -> Audience:
    """The body's audience; an absent is_to_all counts as false, null and empty as not set."""
    given = body["audience"]
    conditions = {name: given.get(name) or None for name in CONDITIONS}
    return Audience(is_to_all=bool(given.get("is_to_all")), **conditions)


def _check_required(body: dict[str, Any]) -> None:
    """A broadcast may come without a notification; `platform` stays required beside user ids."""
    names = ["platform", "audience"] + ([] if is_broadcast(body) else ["notification"])
    for name in names:
        if body.get(name) in (None, []):
            raise wrong(name, "is required")


def _check_platform(platform: list[str]) -> None:
    """Lower case, as every SDK sends it; whether other spellings work is unknown."""
    known = PLATFORMS | {settings.HARMONYOS_PLATFORM} - {""}
    for value in platform:
        if value not in known:
            raise wrong("platform", "must be ios or android")


def _check_addressed(body: dict[str, Any]) -> None:
    """Decided here: to address nobody is a wrong parameter, because a 200 for a push to nobody
    would hide the mistake."""
    if in_force(audience(body)) is None:
        raise Refusal(1002, f"audience needs {', '.join(CONDITIONS)} or {IS_TO_ALL}.")
