"""Rows of pasted or exported text: separators, quotes and line numbers, without their meaning."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = "\t;,，；、"
"""What may stand between two items, the least likely inside one first."""
CONTINUED_LINES = 8
"""A quoted cell may run over so many more lines; past them its quote was never closed."""
_ANNOUNCED = re.compile(r'"?sep=([\t;,|])"?\s*', re.IGNORECASE)
_BLANK = SEPARATORS + " \u00a0\u3000\ufeff"
_QUOTED_OR_SEPARATOR = re.compile(
    rf"""(?:(?<=[{SEPARATORS}])|^)(?:\s*+(?P<quoted>"(?:[^"]|"")*")|\s++)|[{SEPARATORS}]"""
)
"""Blanks with no quoted item behind them are taken at once: a tab among them would otherwise begin
the same search again."""
_COMMAS = str.maketrans(dict.fromkeys(SEPARATORS, ","))
_AFTER_QUOTE = re.compile(r'"[ \t]+(?=,|$)')

Numbered = Sequence[tuple[int, str]]
"""Lines with their numbers, from 1 as an editor counts."""


@dataclass(frozen=True)
class Row:
    """Trimmed cells, and the number of the line they begin on. None: a quote is not closed, or
    something follows the closing one."""

    line: int
    cells: list[str] | None


def lines(text: str) -> list[tuple[int, str]]:
    """Those with anything but white space and separators; CRLF, LF and CR end a line."""
    every = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(number, line) for number, line in enumerate(every, 1) if line.strip(_BLANK)]


def announced(line: str) -> str:
    """The separator in the line `sep=;` that a spreadsheet may put first; "" for another line."""
    found = _ANNOUNCED.fullmatch(line)
    return found[1] if found else ""


def listed(numbered: Numbered) -> Iterator[Row]:
    """A row a line, whose items any separator divides."""
    for number, line in numbered:
        yield Row(number, split(as_commas(line), ","))


def table(numbered: Numbered, separator: str) -> Iterator[Row]:
    """Rows whose cells only `separator` divides; a quoted cell may hold line breaks."""
    at = 0
    while at < len(numbered):
        number, line = numbered[at]
        several = CONTINUED_LINES + 1 if '"' in line else 1
        taken, cells = _row([line for _, line in numbered[at : at + several]], separator)
        yield Row(number, cells)
        at += taken


def _row(ahead: Sequence[str], separator: str) -> tuple[int, list[str] | None]:
    """How many of these lines the row that begins in the first one has, and its cells."""
    for taken in range(1, len(ahead) + 1):
        cells = split("\n".join(ahead[:taken]), separator)
        if cells is not None:
            return taken, cells
    return 1, None


def as_commas(line: str) -> str:
    """The line with every separator outside quotes as a comma."""
    if '"' not in line:
        return line.translate(_COMMAS)
    return _QUOTED_OR_SEPARATOR.sub(
        lambda found: found[0] if found["quoted"] else found[0].translate(_COMMAS), line
    )


def split(row: str, separator: str) -> list[str] | None:
    """Its cells, trimmed; None where its quotes do not pair."""
    if '"' not in row:
        return [cell.strip() for cell in row.split(separator)]
    row = _AFTER_QUOTE.sub('"', row) if separator == "," else row
    reader = csv.reader([row], delimiter=separator, strict=True, skipinitialspace=True)
    try:
        return [cell.strip() for cell in next(reader)]
    except csv.Error:
        return None
