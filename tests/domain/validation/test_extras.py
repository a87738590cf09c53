"""Extras as rows: the object comes back as it was, and slips are named by row."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.validation.extras import ExtraRow, read_pairs, rows
from tests.domain.samples import said


def test_order_is_kept_and_blank_rows_count_for_nothing() -> None:
    found, problems = read_pairs([("b", "2"), ("", ""), (" ", ""), ("a", ""), ("c", "x\ny")])
    assert list(found.items()) == [("b", "2"), ("a", ""), ("c", "x\ny")]
    assert problems == []


@pytest.mark.parametrize(
    ("pairs", "row", "column", "reason"),
    [
        ([("a", "1"), ("", "2")], 2, "key", "Name this value"),
        ([("a", "1"), ("", ""), ("a", "2")], 3, "key", 'key "a": row 1 has it already'),
        ([(" a", "1")], 1, "key", 'before or after the key " a"'),
        ([("a", ["1"])], 1, "value", "a list or an object"),
        ([("a", {"b": 1})], 1, "value", "a list or an object"),
    ],
)
def test_slips_are_named_by_row(
    pairs: list[tuple[str, Any]], row: int, column: str, reason: str
) -> None:
    _, problems = read_pairs(pairs)
    assert [(problem.row, problem.column) for problem in problems] == [(row, column)]
    assert reason in said(problems[0].text)


def test_of_a_repeated_key_the_first_value_stays() -> None:
    assert read_pairs([("a", "1"), ("a", "2")])[0] == {"a": "1"}


def test_values_become_strings() -> None:
    typed = {"s": "1", "n": 5, "f": 1.5, "t": True, "z": None, "l": [1, "é"], "o": {"a": False}}
    assert rows(typed) == [
        ExtraRow("s", "1"),
        ExtraRow("n", "5", "number"),
        ExtraRow("f", "1.5", "number"),
        ExtraRow("t", "true", "boolean"),
        ExtraRow("z", "", "null"),
        ExtraRow("l", '[1,"é"]', "array"),
        ExtraRow("o", '{"a":false}', "object"),
    ]
    found, _ = read_pairs(typed.items())
    assert found == {row.key: row.value for row in rows(typed)}


@given(st.dictionaries(st.text(min_size=1).filter(str.strip), st.text(), max_size=8))
def test_an_object_of_strings_comes_back_as_it_was(extras: dict[str, str]) -> None:
    found, problems = read_pairs((row.key, row.value) for row in rows(extras))
    assert list(found.items()) == list(extras.items())
    assert all("space" in said(problem.text) for problem in problems)
