"""Values that a form, an address or JSON may hold and that nobody types."""

import json
from typing import Any

LONE = "\\ud800"
"""Half a surrogate pair as JSON writes it: text to Python, and to no database and no UTF-8."""
TEXTS = (
    "\0",
    "a\0b",
    "\ufffe\uffff\ufdd0",
    "\u202egnp.exe\u2066\u2069",
    "abc",
    "//evil.example",
    "/\\evil.example",
    "http://[",
    "http://[::1",
    "javascript:alert(1)",
    "\r\nSet-Cookie: a=b",
    "/%00",
    "/%ed%a0%80",
    "?",
    "#",
    "../" * 40,
    "x" * 3000,
    "-1",
    "1e400",
    "9" * 5000,
    "0x10",
    "٣",
    "NaN",
    "-Infinity",
    "2026-02-30T25:61",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "None",
    "{",
    "[]",
)
"""For every field of every form, every `next`, and every parameter of a query."""
JSONS = (
    f'"{LONE}"',
    f'["{LONE}"]',
    f'{{"{LONE}": "x"}}',
    f'{{"a": "{LONE}"}}',
    f'{{"a": ["{LONE}"]}}',
    '"\\u0000"',
    '["\\u0000"]',
    '{"\\u0000": "\\u0000"}',
    "[" * 100_000,
    "[" * 500 + "]" * 500,
    '{"a":' * 500 + "1" + "}" * 500,
    "9" * 5000,
    "1e400",
    "-1e400",
    "NaN",
    "[NaN]",
    '{"a": NaN}',
    "Infinity",
    "null",
    "true",
    "0",
    "1.5",
    '""',
    '"text"',
    "{}",
    "[null]",
    "[1]",
    "[[]]",
    '[{"a": 1}]',
    '{"a": 1, "a": 2}',
    '{"a": null}',
    json.dumps(["x" * 3000]),
    json.dumps(["\u202eabc\u2066"]),
    json.dumps(list(range(3000))),
    "\ufeff{}",
    "{'a': 1}",
    "[1,]",
)
"""For every text that is read as JSON."""


def spoiled(value: Any, odd: Any) -> list[Any]:
    """Copies of a JSON value, each with `odd` in one other place of it, itself included."""
    copies = [odd]
    match value:
        case dict():
            for key, member in value.items():
                copies += [{**value, key: one} for one in spoiled(member, odd)]
        case list():
            for i, member in enumerate(value):
                copies += [[*value[:i], one, *value[i + 1 :]] for one in spoiled(member, odd)]
    return copies
