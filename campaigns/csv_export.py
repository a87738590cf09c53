"""Rows as CSV that a spreadsheet shows and does not run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from .domain.payload import utc

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the code page of its Windows."""
FORMULA = frozenset("=+-@|%\t\r\n\0＝＋－＠")
"""What makes a spreadsheet calculate, at the beginning of a cell or after spaces in front of it.
Source: OWASP ASVS 5.0, 1.2.10; the full-width ones are read as the plain ones in East Asian
versions of Excel."""


class _Echo:
    """A file that hands back what is written: csv.writer returns it."""

    def write(self, text: str) -> str:
        return text


def lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file piece by piece, every cell in quotes."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BOM
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: Any) -> str:
    """None is empty, a time is in UTC; an apostrophe goes before what could be a formula."""
    match value:
        case None:
            return ""
        case datetime():
            return utc(value)
    text = str(value)
    first = text.lstrip(" \u00a0\u3000")[:1]
    return f"'{text}" if first in FORMULA and first else text
