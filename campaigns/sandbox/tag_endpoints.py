"""The three endpoints for user tags. Source: the pages "Set User Tags", "Batch Set User Tags" and
"Get User Tags" (read 2026-11). Their rate limits (100, 10 and 100 a second) are not simulated.

Decided here: tags of an unknown user id are stored; that user has no phone.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from .answers import SandboxAnswer
from .json_types import json_object, list_of, object_of, wrong
from .models import CallKind, SandboxApp, SandboxUser
from .push_body import tags, user_id, user_ids
from .received_request import ReceivedRequest

MAX_ASKED = 50
MAX_USERS = 20_000
"""Simulated users of one app, so that a caller in a loop cannot fill the disk. Ours."""
DONE = {"code": 200}
BODY = object_of({"userId": user_id, "userIds": user_ids, "tags": tags})


def set_tags(app: SandboxApp, received: ReceivedRequest, _now: datetime) -> SandboxAnswer:
    """Replace one user's tags; an empty list clears them. Raises Refusal, as the two below do."""
    body = _parse(received.body)
    return _replace(app, [body.get("userId") or ""], body)


def batch_set_tags(app: SandboxApp, received: ReceivedRequest, _now: datetime) -> SandboxAnswer:
    """Replace the tags of every listed user by the same ones."""
    body = _parse(received.body)
    return _replace(app, body.get("userIds") or [""], body)


def get_tags(app: SandboxApp, received: ReceivedRequest, _now: datetime) -> SandboxAnswer:
    """The tags of each of the `userIds`, a repeated form field."""
    asked = QueryDict(received.body or b"", encoding="utf-8").getlist("userIds")
    list_of(user_id, MAX_ASKED)(asked, "userIds")
    _check_ids(asked or [""])
    users = SandboxUser.objects.filter(app=app, user_id__in=asked)
    stored = dict(users.values_list("user_id", "tags"))
    result = {user_id: stored.get(user_id, []) for user_id in asked}
    return SandboxAnswer({**DONE, "result": result}, CallKind.TAGS)


def _parse(raw: bytes | None) -> dict[str, Any]:
    body = json_object(raw)
    BODY(body, "")
    if not isinstance(body.get("tags"), list):
        raise wrong("tags", "is required")
    _check_storable(body["tags"], "tags")
    return body


def _check_ids(ids: list[str]) -> None:
    if not all(ids):
        raise wrong("userId", "is required")
    _check_storable(ids, "userId")


def _check_storable(values: list[str], path: str) -> None:
    if any("\0" in value for value in values):
        raise wrong(path, "has a NUL, which no database keeps")


def _check_room(app: SandboxApp, ids: list[str]) -> None:
    users = SandboxUser.objects.filter(app=app)
    if users.count() + len(ids) > MAX_USERS and users.count() + _new(users, ids) > MAX_USERS:
        raise wrong("userIds", f"would make more than {MAX_USERS} simulated users")


def _new(users: "QuerySet[SandboxUser]", ids: list[str]) -> int:
    """How many of the ids no user has yet."""
    asked = set(ids)
    return len(asked) - users.filter(user_id__in=asked).count()


def _replace(app: SandboxApp, ids: list[str], body: dict[str, Any]) -> SandboxAnswer:
    _check_ids(ids)
    _check_room(app, ids)
    SandboxUser.objects.bulk_create(
        [
            SandboxUser(app=app, user_id=user_id, tags=body["tags"])
            for user_id in dict.fromkeys(ids)
        ],
        update_conflicts=True,
        unique_fields=["app", "user_id"],
        update_fields=["tags"],
    )
    return SandboxAnswer(DONE, CallKind.TAGS)
