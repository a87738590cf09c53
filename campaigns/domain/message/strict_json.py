"""Strict JSON: refuses, with its path, whatever two parsers could read differently."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from campaigns.domain.translatable import (
    Problem,
    Text,
    Unreadable,
    place,
    quote,
    told,
    translatable,
)

MAX_BYTES = 256 * 1024
"""A draft may not be larger either (`domain.message.draft_limits`). Ours."""
MAX_DEPTH = 32
FREE_FORM = "extras"
"""Inside extras, "" and {} are the app's own values, not an SDK's way of saying "not set"."""


UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class _Pairs(list[tuple[str, Any]]):
    """An object as its list of members, which shows duplicate keys."""


class _NotANumber(str):
    """NaN or Infinity as written."""


def parse(raw: bytes) -> Any:
    """The JSON value in `raw`. Raises Unreadable: over MAX_BYTES, bad UTF-8, bad JSON, a key twice,
    NaN or Infinity, a NUL or half a surrogate pair in a text, nested deeper than 32."""
    if len(raw) > MAX_BYTES:
        raise _unreadable("$", _too_large(len(raw)))
    try:
        value = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_Pairs, parse_constant=_NotANumber
        )
    except UnicodeDecodeError as error:
        raise _unreadable(
            "$", translatable("Save the body as UTF-8: byte %(n)d is not.", n=error.start)
        ) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        text = translatable("Mend the JSON at line %(line)d, column %(column)d.", **place)
        raise _unreadable("$", text) from error
    except RecursionError as error:
        raise _unreadable("$", _too_deep()) from error
    except ValueError as error:
        raise _unreadable(
            "$", translatable("Shorten the number: it has too many digits.")
        ) from error
    return _plain(value, "", 0)


def _plain(value: Any, path: str, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise _unreadable(path, _too_deep())
    match value:
        case _NotANumber():
            raise _unreadable(
                path, translatable("Replace %(value)s: JSON has no such number.", value=value)
            )
        case _Pairs():
            return _object(value, path, depth)
        case float() if not isfinite(value):
            raise _unreadable(path, translatable("Shorten the number: it has too many digits."))
        case list():
            return [_plain(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(value)]
        case str():
            return _storable(value, path)
        case _:
            return value


def _object(pairs: _Pairs, path: str, depth: int) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in pairs:
        below = place(f"{path}.{key}")
        if _storable(key, path) in plain:
            raise _unreadable(
                below, translatable("Give %(key)s once: it stands here twice.", key=quote(key))
            )
        plain[key] = _plain(value, below, depth + 1)
    return plain


def _storable(text: str, path: str) -> str:
    """Refuses NUL and half a surrogate pair: no database and no UTF-8 body can hold them."""
    if UNSTORABLE.search(text):
        raise _unreadable(
            path, translatable("Remove the NUL character or the half of an emoji from this text.")
        )
    return text


def without_unset(value: Any) -> tuple[Any, tuple[Problem, ...]]:
    """`value` without members that are "", [] or {}, which SDKs send for "not set", and what is
    told of the members left out. Keeps everything inside `extras`. Raises Unreadable for null,
    which no parameter of the page takes."""
    dropped: list[str] = []
    return _pruned(value, "", dropped), told(map(_left_out, dropped))


def _left_out(path: str) -> Problem:
    return Problem(path, translatable("Left out %(path)s: it was empty.", path=path))


def _pruned(value: Any, path: str, dropped: list[str]) -> Any:
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, member in value.items():
        member_path = place(f"{path}.{key}".lstrip("."))
        if member is None:
            raise _unreadable(
                member_path, translatable("Leave out %(path)s: null is no value.", path=member_path)
            )
        if key != FREE_FORM:
            member = _pruned(member, member_path, dropped)
        if member in ("", [], {}) and not isinstance(member, bool):
            dropped.append(member_path)
        else:
            kept[key] = member
    return kept


def characters(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text inside a JSON value, keys included, with its path."""
    match value:
        case str():
            yield path, value
        case list():
            for i, item in enumerate(value):
                yield from characters(item, f"{path}[{i}]")
        case dict():
            for key, member in value.items():
                yield f"{path}.{key}".lstrip("."), key
                yield from characters(member, f"{path}.{key}".lstrip("."))


def _too_large(size: int) -> Text:
    return translatable(
        "Make the body smaller: it has %(n)d bytes, the limit is %(limit)d.",
        n=size,
        limit=MAX_BYTES,
    )


def _too_deep() -> Text:
    return translatable("Nest less: over %(n)d levels deep.", n=MAX_DEPTH)


def _unreadable(path: str, text: Text) -> Unreadable:
    return Unreadable([Problem(path.lstrip(".") or "$", text)])
