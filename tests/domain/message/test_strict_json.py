"""JSON that two readers could understand differently is refused, with its path."""

import json

import pytest

from campaigns.domain.message.strict_json import MAX_BYTES, characters, parse, without_unset
from campaigns.domain.translatable import Unreadable
from tests.domain.samples import said


@pytest.mark.parametrize(
    ("raw", "path", "words"),
    [
        (b'{"a":"\xff"}', "$", "byte 6"),
        (b"\xff\xfe{\x00}\x00", "$", "UTF-8"),
        (b'\xef\xbb\xbf{"a":1}', "$", "line 1"),
        (b"", "$", "line 1, column 1"),
        (b'{"a":1,}', "$", "line 1"),
        (b"{'a':1}", "$", "line 1"),
        (b'{"a":1}{"b":2}', "$", "line 1"),
        (b'{"a":\n\n x}', "$", "line 3, column 2"),
        (b'{"a":1,"a":1}', "a", "twice"),
        (b'{"a":{"b":[{"c":1,"c":2}]}}', "a.b[0].c", "twice"),
        (b'{"a":1,"\\u0061":2}', "a", "twice"),
        (b'{"a":NaN}', "a", "NaN"),
        (b'{"a":[1,-Infinity]}', "a[1]", "-Infinity"),
        (b'{"a":"\\u0000"}', "a", "NUL"),
        (b'{"a":"\\ud83d"}', "a", "half of an emoji"),
        (b'{"a":{"\\udc00":1}}', "a", "half of an emoji"),
        (b"[" * 34 + b"]" * 34, "[0]" * 33, "32"),
        (b"[" * 100_000, "$", "32"),
        (b'{"a":' + b"9" * 5000 + b"}", "$", "digits"),
        (b'"' + b"x" * MAX_BYTES + b'"', "$", "limit is 262144"),
    ],
)
def test_ambiguous_or_broken_json_is_refused(raw: bytes, path: str, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(raw)
    [problem] = caught.value.problems
    assert problem.field == path
    assert words in said(problem.text)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [1, 2.5, None, True, "x"],
        {"a": {"b": ["c", {"d": "é 中 😀"}]}},
        {"a": 1, "b": {"a": 1}},
        "text",
    ],
)
def test_plain_json_is_read_as_it_stands(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value


def test_depth_thirty_two_is_still_read() -> None:
    assert parse(b"[" * 32 + b"]" * 32)


def test_a_body_of_exactly_one_mebibyte_is_still_read() -> None:
    raw = b'"' + b"x" * (MAX_BYTES - 2) + b'"'
    assert len(raw) == MAX_BYTES
    assert parse(raw)


def test_empty_members_are_left_out_and_named() -> None:
    value, dropped = without_unset({"a": "", "b": {"c": [], "d": {"e": {}}}, "f": 1})
    assert value == {"f": 1}
    assert [problem.field for problem in dropped] == ["a", "b.c", "b.d.e", "b.d", "b"]


@pytest.mark.parametrize("value", [0, False, [""], "0", 0.0])
def test_zero_and_false_are_not_empty(value: object) -> None:
    assert without_unset({"a": value}) == ({"a": value}, ())


def test_empty_values_inside_extras_belong_to_the_app() -> None:
    body = {"extras": {"a": "", "b": {}}}
    assert without_unset(body) == (body, ())


def test_empty_extras_are_left_out() -> None:
    assert without_unset({"extras": {}})[0] == {}


def test_every_text_is_visited_with_its_path_keys_included() -> None:
    found = list(characters({"a": ["x", {"b": "y"}], "c": 1}, ""))
    assert found == [
        ("a", "a"),
        ("a[0]", "x"),
        ("a[1].b", "b"),
        ("a[1].b", "y"),
        ("c", "c"),
    ]
