"""Rows as CSV that a spreadsheet shows and does not run."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from campaigns.domain.payload import utc

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the code page of its Windows."""
FORMULA = frozenset("=+-@|%\t\r\n\0＝＋－＠")
"""What makes a spreadsheet calculate, at the beginning of a cell or after what is not seen.
Source: OWASP ASVS 5.0, 1.2.10; the full-width ones are read as the plain ones in East Asian
versions of Excel."""


UNSEEN = frozenset({"Zs", "Cf"})
"""Categories of Unicode: spaces, and what takes no room at all, as U+200B and U+FEFF."""


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
    first = next((mark for mark in text if unicodedata.category(mark) not in UNSEEN), "")
    return f"'{text}" if first in FORMULA else text
