"""Which column of a pasted table holds the user ids."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.domain.translatable import Text, translatable

from . import table

# fmt: off
NAMES = (
    "userid", "userids", "用户id", "用户ids", "用户编号", "用户标识", "uid", "uids", "id", "ids",
    "用户",
)
# fmt: on
"""What a header calls them, without case, white space, "_" and "-"; the surest first."""
_IGNORED = re.compile(r"[\s_\-\ufeff]")


@dataclass(frozen=True)
class Header:
    """The first line where it names the ids: `name` as written, in column `column` from 0."""

    name: str
    column: int
    separator: str
    columns: int

    @property
    def notice(self) -> Text:
        return translatable(
            'The first line was taken as a header: "%(name)s" names the ids.', name=self.name
        )


def header(line: str, separators: str) -> Header | None:
    """None: the line names no ids, so it holds some."""
    for separator in separators:
        cells = table.split(line, separator) or []
        plain = [_IGNORED.sub("", cell).lower() for cell in cells]
        named = [(NAMES.index(name), at) for at, name in enumerate(plain) if name in NAMES]
        if named:
            at = min(named)[1]
            return Header(cells[at], at, separator, sum(map(bool, plain)))
    return None


def nameless(rows: Sequence[table.Row], lines: Sequence[str]) -> int:
    """How many columns a table without a header has; 0 where it is a list of ids.

    Rows of equally many items, over one, may be a list or a table: nobody can tell. Only a list
    that is wrapped has a separator at the end of each line but the last.
    """
    counts = {sum(map(bool, row.cells)) for row in rows if row.cells}
    if len(rows) < 2 or len(counts) != 1 or counts <= {0, 1}:
        return 0
    ends = [line.rstrip().endswith(tuple(table.SEPARATORS)) for line in lines]
    return 0 if all(ends[:-1]) and not ends[-1] else counts.pop()
