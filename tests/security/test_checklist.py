"""The table in README.md has every row of the checklist, and each row names tests that exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
ROWS = 38


class ChecklistRow(NamedTuple):
    number: int
    promise: str
    tests: dict[str, list[str]]
    """Path of a module -> names of its tests."""


def rows() -> Iterator[ChecklistRow]:
    for line in Path(__file__).with_name("README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| S"):
            _, number, promise, cell, _ = (part.strip() for part in line.split("|"))
            yield ChecklistRow(int(number.removeprefix("S")), promise, dict(modules(cell)))


def modules(cell: str) -> Iterator[tuple[str, list[str]]]:
    for part in filter(None, cell.split("; ")):
        path, *names = re.findall(r"`([^`]+)`", part)
        yield path, names


def functions_in(path: str) -> set[str]:
    if not (ROOT / path).is_file():
        return set()
    nodes = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_every_row_is_there_once() -> None:
    assert [row.number for row in rows()] == list(range(1, ROWS + 1))


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"S{row.number}")
def test_row_names_a_promise_and_tests_that_exist(row: ChecklistRow) -> None:
    assert row.promise.endswith(".")
    assert row.tests
    for path, names in row.tests.items():
        assert Path(path).name.startswith("test_"), path
        assert names, path
        assert all(name.startswith("test_") for name in names), path
        assert set(names) - functions_in(path) == set(), path
