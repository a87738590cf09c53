"""Parse user ids from pasted text or an uploaded file: a list, or the id column of a table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.domain.provider.limits import USER_ID_CHARACTERS
from campaigns.domain.translatable import (
    PROBLEMS_TOLD,
    Problem,
    Text,
    Unreadable,
    quote,
    translatable,
)

from . import table
from .decode import decode
from .id_column import count_unnamed_columns, find_id_column

FIELD = "audience.userid"
MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 100_000
"""The most lines, and the most ids: enough for a hundred campaigns. Both caps are ours."""
_HIDDEN = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
)
"""Invisible characters that text copied from a chat or a web page carries."""
_UNFIT = re.compile(f"[\x00-\x1f\x7f-\x9f{_HIDDEN}]")
_UNDECODED = re.compile("[\ud800-\udfff\ufffd]")
_SHORTENED_NUMBER = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)


@dataclass(frozen=True)
class BadRow:
    """An item that is no user id. `line` counts from 1, as an editor does; the other ids of that
    line are still read."""

    line: int
    text: Text


@dataclass(frozen=True)
class PastedIds:
    """`ids`: trimmed, each once, in the order first seen. `duplicates`: how many items repeat an
    earlier id. `bad`: the first PROBLEMS_TOLD items that are no id, `more_bad` the number of the
    others. `notices`: what was skipped or assumed, for the user to check."""

    ids: tuple[str, ...] = ()
    duplicates: int = 0
    bad: tuple[BadRow, ...] = ()
    more_bad: int = 0
    notices: tuple[Text, ...] = ()

    @property
    def count(self) -> int:
        return len(self.ids)


def read_ids(raw: bytes | str) -> PastedIds:
    """The user ids in a file (bytes) or in pasted text (str).

    A list has one id on each line, or several divided by a separator (`table.SEPARATORS`). A table
    has a header line, and the column that it names as ids is read. Nothing is evaluated: an id that
    begins with "=" stays as it is. Raises Unreadable for input over MAX_BYTES or MAX_ROWS, for a
    workbook, and for a table without a header that names the ids.
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
    numbered = table.numbered_lines(text.removeprefix("\ufeff"))
    _require_under_cap(len(numbered))
    separator = table.announced_separator(numbered[0][1]) if numbered else ""
    return _read(numbered[1:] if separator else numbered, separator, notices)


def _read(numbered: table.NumberedLines, separator: str, notices: tuple[Text, ...]) -> PastedIds:
    collected = _Collected()
    header, *below = numbered or [(0, "")]
    column = find_id_column(header[1], separator or table.SEPARATORS)
    if column is None:
        collected.add_list(_list_rows(numbered, separator))
    else:
        notices = (*notices, column.notice)
        if column.columns > 1:
            collected.add_column(table.table_rows(below, column.separator), column.index)
        else:
            collected.add_list(table.list_rows(below))
    return PastedIds(
        tuple(collected.ids),
        collected.duplicates,
        tuple(collected.bad),
        collected.more_bad,
        notices,
    )


def _list_rows(numbered: table.NumberedLines, separator: str) -> list[table.PastedRow]:
    """The rows of a list. Raises Unreadable if it may be a table without a header."""
    rows = list(table.table_rows(numbered, separator) if separator else table.list_rows(numbered))
    columns = count_unnamed_columns(rows, [line for _, line in numbered])
    if columns:
        raise _unreadable(
            translatable(
                "Put a header line such as userid above the %(n)d columns, or one id on each line:"
                " nothing says which column holds the ids.",
                n=columns,
            )
        )
    return rows


@dataclass
class _Collected:
    """The content of a PastedIds while rows are added."""

    ids: dict[str, None] = field(default_factory=dict)
    duplicates: int = 0
    bad: list[BadRow] = field(default_factory=list)
    more_bad: int = 0

    def add_list(self, rows: Iterable[table.PastedRow]) -> None:
        for row in rows:
            items = row.cells and [cell for cell in row.cells if cell]
            self._add(row.line, items)

    def add_column(self, rows: Iterable[table.PastedRow], index: int) -> None:
        for row in rows:
            self._add(row.line, row.cells and row.cells[index : index + 1])

    def _add(self, line: int, items: list[str] | None) -> None:
        if items is None:
            self._add_bad(line, translatable("Close or remove the quotation mark."))
        for item in [""] if items == [] else items or ():
            self._add_item(line, item.strip(_HIDDEN + " ").strip())
        _require_under_cap(len(self.ids) + len(self.bad) + self.more_bad)

    def _add_bad(self, line: int, fault: Text) -> None:
        if len(self.bad) < PROBLEMS_TOLD:
            self.bad.append(BadRow(line, fault))
        else:
            self.more_bad += 1

    def _add_item(self, line: int, item: str) -> None:
        fault = _item_fault(item)
        if fault is not None:
            self._add_bad(line, fault)
        elif item in self.ids:
            self.duplicates += 1
        else:
            self.ids[item] = None


def _item_fault(item: str) -> Text | None:
    """Why the item is no user id; None if it is one."""
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


def _require_under_cap(number: int) -> None:
    if number > MAX_ROWS:
        raise _unreadable(
            translatable(
                "Split the list: it has over %(limit)d lines or user ids.",
                limit=MAX_ROWS,
            )
        )


def _unreadable(text: Text) -> Unreadable:
    return Unreadable([Problem(FIELD, text)])
