"""Type checks of JSON values, as tolerant as the provider: null and unknown keys pass."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from .refusals import BAD_PARAMETER, TOO_LONG, Refusal

Check = Callable[[Any, str], None]
"""Takes a value and its path; raises Refusal."""
MAX_DEPTH = 64
"""Levels of nesting that are read: twice what a body of the console may have. Ours: the pages name
no limit, and whatever walks a body would end in a RecursionError."""


def wrong(path: str, must: str) -> Refusal:
    return Refusal(BAD_PARAMETER, f"Parameter error: {path or 'body'} {must}.")


def json_object(raw: bytes | None) -> dict[str, Any]:
    """Raises Refusal 1002 for anything but one JSON object in UTF-8, also for a lone surrogate and
    for more than MAX_DEPTH levels."""
    try:
        value = json.loads((raw or b"").decode("utf-8"), parse_constant=_no_such_number)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise wrong("", "must be JSON") from error
    if not isinstance(value, dict):
        raise wrong("", "must be a JSON object")
    if _is_deep(value):
        raise wrong("", f"must nest at most {MAX_DEPTH} levels")
    return value


def stored_object(text: str) -> dict[str, Any]:
    """The body of a stored call; {} for one that was cut or is of an earlier release."""
    try:
        return json_object(text.encode("utf-8", errors="surrogatepass"))
    except Refusal:
        return {}


def _is_deep(value: Any) -> bool:
    level = [value]
    for _depth in range(MAX_DEPTH):
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [one for members in inside for one in members if isinstance(one, dict | list)]
    return bool(level)


def _no_such_number(_literal: str) -> NoReturn:
    raise ValueError


def string(most: int | None = None, most_bytes: int | None = None) -> Check:
    """At most `most` characters and `most_bytes` bytes of UTF-8; longer is Refusal 1005."""

    def check(value: Any, path: str) -> None:
        if not isinstance(value, str):
            raise wrong(path, "must be a string")
        if (most and len(value) > most) or (most_bytes and len(value.encode()) > most_bytes):
            raise Refusal(TOO_LONG, f"Parameter too long: {path}.")

    return check


def integer(value: Any, path: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(path, "must be an int")


def number(value: Any, path: str) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise wrong(path, "must be a number")


def boolean(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise wrong(path, "must be a boolean")


def any_object(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise wrong(path, "must be an object")


def list_of(item: Check, most: int | None = None) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, list):
            raise wrong(path, "must be an array")
        if most and len(value) > most:
            raise wrong(path, f"holds {len(value)}, at most {most}")
        for member in value:
            item(member, path)

    return check


def object_of(members: Mapping[str, Check]) -> Check:
    """Checks the named members that are present and not null."""

    def check(value: Any, path: str) -> None:
        any_object(value, path)
        for name, member in members.items():
            if value.get(name) is not None:
                member(value[name], f"{path}.{name}".lstrip("."))

    return check
