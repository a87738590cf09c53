"""What one line becomes, operator by operator; and the README lists nothing that is gone."""

from pathlib import Path

import pytest

from tests.mutation.mutants import mutants

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("x = a <= b", ["x = a < b"]),
        ("x = a + 1", ["x = a - 1", "x = a + 2", "x = a + 0"]),
        ("x = -a", ["x = a"]),
        ("x = not a", ["x = a"]),
        ("x = a and b", ["x = a", "x = b", "x = a or b"]),
        ("x = True", ["x = False"]),
        ("x = 'a'", ["x = 'aX'"]),
        ("x = {a, b}", ["x = {b}", "x = {a}"]),
        ("x = a[b:]", ["x = a[:]"]),
        ("x = f(a, k=b)", ["x = f(k=b)", "x = f(None, k=b)", "x = f(a)"]),
        ("x = a.astimezone()", ["x = a"]),
        ("x = translatable('Send it.')", []),
        ("'a docstring'", []),
        ("x: Literal['a'] = y", []),
    ],
)
def test_a_line_is_changed_in_one_place_at_a_time(line: str, changed: list[str]) -> None:
    found = [one.source for one in mutants(line.replace("x", "X", 1))]
    assert found == [one.replace("x", "X", 1) for one in changed]


def test_statements_go_conditions_turn_and_values_are_withheld() -> None:
    found = [one.after for one in mutants("def f(a):\n    if a:\n        a += b\n    return a")]
    assert found == ["pass", "if not a:", "pass", "a -= b", "return None"]


@pytest.mark.slow
def test_the_page_explains_no_mutant_that_is_gone() -> None:
    rows = [line.split(" | ") for line in (HERE / "README.md").read_text().splitlines()]
    explained = {(row[0][2:], row[1], row[2]) for row in rows if row[1:] and row[1][0] == "`"}
    domain = HERE.parents[1] / "campaigns" / "domain"
    there = {
        (module, f"`{one.before}`", f"`{one.after}`")
        for module in {module for module, *_ in explained}
        for one in mutants(domain.joinpath(*module.split(".")).with_suffix(".py").read_text())
    }
    assert explained
    assert explained <= there
