"""Split pasted or exported text into rows and cells: separators, quotes and line numbers."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = "\t;,，；、"
"""Characters that separate two items; the least likely inside an item first."""
CONTINUED_LINES = 8
"""A quoted cell may continue over this many more lines; after that its quote counts as not closed.
Ours."""
_SEP_LINE = re.compile(r'"?sep=([\t;,|])"?\s*', re.IGNORECASE)
_BLANK = SEPARATORS + " \u00a0\u3000\ufeff"
_QUOTED_OR_SEPARATOR = re.compile(
    rf"""(?:(?<=[{SEPARATORS}])|^)(?:\s*+(?P<quoted>"(?:[^"]|"")*")|\s++)|[{SEPARATORS}]"""
)
"""Possessive quantifiers keep it linear: without them each tab in a run of blanks would start the
same search again."""
_COMMAS = str.maketrans(dict.fromkeys(SEPARATORS, ","))
_AFTER_QUOTE = re.compile(r'"[ \t]+(?=,|$)')

NumberedLines = Sequence[tuple[int, str]]
"""(number, line) pairs; numbers count from 1, as an editor does."""


@dataclass(frozen=True)
class PastedRow:
    """`line` is the number of the row's first line; `cells` are trimmed. `cells` is None if a quote
    is not closed, or if text follows the closing quote."""

    line: int
    cells: list[str] | None


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """The lines that hold more than white space and separators. CRLF, LF and CR end a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip(_BLANK)]


def announced_separator(line: str) -> str:
    """The separator in a spreadsheet's first line `sep=;`; "" for any other line."""
    match = _SEP_LINE.fullmatch(line)
    return match[1] if match else ""


def list_rows(numbered: NumberedLines) -> Iterator[PastedRow]:
    """One row for each line; any separator divides its items."""
    for number, line in numbered:
        yield PastedRow(number, split_cells(as_commas(line), ","))


def table_rows(numbered: NumberedLines, separator: str) -> Iterator[PastedRow]:
    """The rows of a table; only `separator` divides cells. A quoted cell may hold line breaks."""
    at = 0
    while at < len(numbered):
        number, line = numbered[at]
        most = CONTINUED_LINES + 1 if '"' in line else 1
        taken, cells = _first_row([line for _, line in numbered[at : at + most]], separator)
        yield PastedRow(number, cells)
        at += taken


def _first_row(ahead: Sequence[str], separator: str) -> tuple[int, list[str] | None]:
    """The row that begins in the first of these lines: its number of lines and its cells."""
    for taken in range(1, len(ahead) + 1):
        cells = split_cells("\n".join(ahead[:taken]), separator)
        if cells is not None:
            return taken, cells
    return 1, None


def as_commas(line: str) -> str:
    """Replace every separator outside quotes by a comma."""
    if '"' not in line:
        return line.translate(_COMMAS)
    return _QUOTED_OR_SEPARATOR.sub(
        lambda match: match[0] if match["quoted"] else match[0].translate(_COMMAS), line
    )


def split_cells(row: str, separator: str) -> list[str] | None:
    """The trimmed cells of a row; None if its quotes do not pair."""
    if '"' not in row:
        return [cell.strip() for cell in row.split(separator)]
    row = _AFTER_QUOTE.sub('"', row) if separator == "," else row
    reader = csv.reader([row], delimiter=separator, strict=True, skipinitialspace=True)
    try:
        return [cell.strip() for cell in next(reader)]
    except csv.Error:
        return None
