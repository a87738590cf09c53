"""Placeholders are found, filled once, and never left for a phone to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.validation.placeholders import PATHS, fill, names
from campaigns.domain.validation.validate import problems
from tests.domain.samples import built, said


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], ()),
        (["nothing"], ()),
        (["{{name}}"], ("name",)),
        (["{{b}} {{a}}", "{{ b }}"], ("b", "a")),
        (["{{城市}} {{x_1}}"], ("城市", "x_1")),
        (["{name} {{}} {{a b}} {{a.b}} {{a|upper}} {% a %} {{\n a}}"], ()),
        (["{{{deep}}}"], ("deep",)),
    ],
)
def test_names_in_order_and_once(texts: list[str], expected: tuple[str, ...]) -> None:
    assert names(texts) == expected


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("Hi {{name}}!", {"name": "Ann"}, "Hi Ann!"),
        ("{{a}}{{ a }}", {"a": "x"}, "xx"),
        ("{{a}} {{b}}", {"a": "1"}, "1 {{b}}"),
        ("{{a}}", {"a": ""}, "{{a}}"),
        ("{{a}} {{b}}", {"a": "{{b}}", "b": "2"}, "{{b}} 2"),
        ("{{a}}", {"a": r"\1 \g<0> $1 %s"}, r"\1 \g<0> $1 %s"),
    ],
)
def test_filled_once_with_the_value_as_it_is(
    text: str, values: dict[str, str], expected: str
) -> None:
    assert fill(text, values) == expected


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_a_text_without_placeholders_stays(text: str, values: dict[str, str]) -> None:
    assert fill(text, {}) == text
    assert names([text]) or fill(text, values) == text


@pytest.mark.parametrize("path", PATHS)
def test_a_forgotten_placeholder_blocks_where_it_stands(path: str) -> None:
    found = problems(built({path: "Only {{percent}} off"}))
    assert [problem.field for problem in found] == [path]
    assert "{{percent}}" in said(found[0].text)
