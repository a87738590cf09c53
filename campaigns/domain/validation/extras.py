"""Extras, a flat object of strings, to rows of a key and a value, and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.domain.translatable import Text, quote, translatable


@dataclass(frozen=True)
class ExtraRow:
    """`was` names the JSON type that `value` had before it became a string; "" for a string."""

    key: str
    value: str
    was: str = ""


@dataclass(frozen=True)
class ExtraRowProblem:
    """`row` counts from 1 as shown, blank rows included; `column` is "key" or "value"."""

    row: int
    column: str
    text: Text


def rows(extras: Mapping[str, Any]) -> list[ExtraRow]:
    """In the object's order. A value that is not a string becomes its JSON."""
    return [ExtraRow(key, *_as_string(value)) for key, value in extras.items()]


def read_pairs(pairs: Iterable[tuple[str, Any]]) -> tuple[dict[str, str], list[ExtraRowProblem]]:
    """The object that these rows make, in their order, and what to mend in them.

    Skips rows without key and value, and rows with a blank key. Keeps keys and values as typed;
    numbers and booleans become strings. The first value of a repeated key wins.
    """
    extras: dict[str, str] = {}
    problems: list[ExtraRowProblem] = []
    first: dict[str, int] = {}
    for number, (key, value) in enumerate(pairs, 1):
        string, _ = _as_string(value)
        if not key.strip() and not string:
            continue
        problems += [ExtraRowProblem(number, column, text) for column, text in _faults(key, value)]
        if key in first:
            problems.append(ExtraRowProblem(number, "key", _repeated(key, first[key])))
        elif key.strip():
            first[key] = number
            extras[key] = string
    return extras, problems


def _as_string(value: Any) -> tuple[str, str]:
    match value:
        case str():
            return value, ""
        case None:
            return "", "null"
        case bool():
            was = "boolean"
        case int() | float():
            was = "number"
        case list() | tuple():
            was = "array"
        case _:
            was = "object"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")), was


def _faults(key: str, value: Any) -> list[tuple[str, Text]]:
    faults: list[tuple[str, Text]] = []
    if not key.strip():
        faults.append(("key", translatable("Name this value: its key is blank.")))
    elif key != key.strip():
        text = translatable('Remove the space before or after the key "%(key)s".', key=quote(key))
        faults.append(("key", text))
    if isinstance(value, list | tuple | dict):
        text = translatable(
            'Give "%(key)s" one text: it holds a list or an object.', key=quote(key)
        )
        faults.append(("value", text))
    return faults


def _repeated(key: str, first: int) -> Text:
    return translatable(
        'Rename or remove the key "%(key)s": row %(row)d has it already.', key=quote(key), row=first
    )
