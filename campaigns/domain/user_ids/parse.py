"""User ids from what people paste or upload: a list, or the id column of an exported table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from campaigns.domain.provider.limits import USER_ID_CHARACTERS, USERS
from campaigns.domain.translatable import Problem, Text, Unreadable, quote, translatable

from . import id_column, table
from .decode import decode

FIELD = "audience.userid"
MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 100_000
"""Lines, and ids: a hundred campaigns' worth. Both caps are ours."""
_HIDDEN = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
)
"""What copying from a chat or a web page leaves behind, and no reader sees."""
_UNFIT = re.compile(f"[\x00-\x1f\x7f-\x9f{_HIDDEN}]")
_UNDECODED = re.compile("[\ud800-\udfff\ufffd]")
_SHORTENED_NUMBER = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)


@dataclass(frozen=True)
class BadRow:
    """`line` counts from 1 as an editor does; other ids of the same line are still read."""

    line: int
    text: Text


@dataclass(frozen=True)
class Pasted:
    """`ids` in the order first seen, trimmed, each once; `duplicates`: how many more were given
    that repeat one. `notices`: what was skipped or assumed, for the reader to check."""

    ids: tuple[str, ...] = ()
    duplicates: int = 0
    bad: tuple[BadRow, ...] = ()
    notices: tuple[Text, ...] = ()

    @property
    def count(self) -> int:
        return len(self.ids)


def read_ids(raw: bytes | str) -> Pasted:
    """The ids in a file, or in pasted text: one a line, or several divided by comma, semicolon or
    tab; of a table with a header line, the column that it names as ids.

    Nothing is evaluated: an id that begins with "=" stays as it is. Raises Unreadable: over
    MAX_BYTES or MAX_ROWS, a workbook, a table of which nothing says which column holds the ids.
    """
    size = len(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise _unreadable(
            translatable(
                "Split the file: it has %(n)d bytes, the limit is %(limit)d.",
                n=size,
                limit=MAX_BYTES,
            )
        )
    text, notices = (raw, ()) if isinstance(raw, str) else decode(raw, FIELD)
    numbered = table.lines(text.removeprefix("\ufeff"))
    _refuse_more_than_cap(len(numbered))
    separator = table.announced(numbered[0][1]) if numbered else ""
    return _read(numbered[1:] if separator else numbered, separator, notices)


def chunks(ids: Sequence[str], size: int = USERS) -> list[list[str]]:
    """The ids in order, in as few lists as hold them: `size` in each, the rest in the last."""
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]


def _read(numbered: table.Numbered, separator: str, notices: tuple[Text, ...]) -> Pasted:
    reading = _Reading()
    header = id_column.header(numbered[0][1], separator or table.SEPARATORS) if numbered else None
    if header is None:
        reading.take_list(_list(numbered, separator))
    else:
        notices = (*notices, header.notice)
        if header.columns > 1:
            reading.take_column(table.table(numbered[1:], header.separator), header.column)
        else:
            reading.take_list(list(table.listed(numbered[1:])))
    return Pasted(tuple(reading.ids), reading.duplicates, tuple(reading.bad), notices)


def _list(numbered: table.Numbered, separator: str) -> list[table.Row]:
    rows = list(table.table(numbered, separator) if separator else table.listed(numbered))
    number = id_column.nameless(rows, [line for _, line in numbered])
    if number:
        raise _unreadable(
            translatable(
                "Put a header line such as userid above the %(n)d columns, or one id on each line:"
                " nothing says which column holds the ids.",
                n=number,
            )
        )
    return rows


@dataclass
class _Reading:
    """A Pasted as it grows."""

    ids: dict[str, None] = field(default_factory=dict)
    duplicates: int = 0
    bad: list[BadRow] = field(default_factory=list)

    def take_list(self, rows: Iterable[table.Row]) -> None:
        for row in rows:
            items = row.cells and [cell for cell in row.cells if cell]
            self._take(row.line, items)

    def take_column(self, rows: Iterable[table.Row], column: int) -> None:
        for row in rows:
            self._take(row.line, row.cells and row.cells[column : column + 1])

    def _take(self, line: int, items: list[str] | None) -> None:
        if items is None:
            self.bad.append(BadRow(line, translatable("Close or remove the quotation mark.")))
        for item in [""] if items == [] else items or ():
            self._take_one(line, item.strip(_HIDDEN + " ").strip())
        _refuse_more_than_cap(len(self.ids) + len(self.bad))

    def _take_one(self, line: int, item: str) -> None:
        fault = _fault(item)
        if fault is not None:
            self.bad.append(BadRow(line, fault))
        elif item in self.ids:
            self.duplicates += 1
        else:
            self.ids[item] = None


def _fault(item: str) -> Text | None:
    if not item:
        return translatable("Fill in or remove this line: it has no user id.")
    if _UNDECODED.search(item):
        return translatable('Save the file as UTF-8: "%(id)s" cannot be read.', id=quote(item))
    unfit = _UNFIT.search(item)
    if unfit:
        return translatable(
            'Remove the hidden character U+%(code)s from "%(id)s".',
            code=f"{ord(unfit[0]):04X}",
            id=quote(item),
        )
    if len(item) > USER_ID_CHARACTERS:
        return translatable(
            'Check the user id "%(id)s": it has %(size)d characters, the limit is %(limit)d.',
            id=quote(item),
            size=len(item),
            limit=USER_ID_CHARACTERS,
        )
    if _SHORTENED_NUMBER.fullmatch(item):
        return translatable(
            "Format the ids as text and export them again: %(id)s is a shortened number.", id=item
        )
    return None


def _refuse_more_than_cap(number: int) -> None:
    if number > MAX_ROWS:
        raise _unreadable(
            translatable(
                "Split the list: it has over %(limit)d lines or user ids.",
                limit=MAX_ROWS,
            )
        )


def _unreadable(text: Text) -> Unreadable:
    return Unreadable([Problem(FIELD, text)])
