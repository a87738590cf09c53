"""Which column of a pasted table holds the user ids."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.domain.translatable import Text, translatable

from . import table

# fmt: off
HEADER_NAMES = (
    "userid", "userids", "用户id", "用户ids", "用户编号", "用户标识", "uid", "uids", "id", "ids",
    "用户",
)
# fmt: on
"""Header cells that name user ids, compared without case, white space, "_" and "-"; the most
specific first."""
_IGNORED = re.compile(r"[\s_\-\ufeff]")


@dataclass(frozen=True)
class IdColumn:
    """The column that a header line names as the ids: `name` as written, `index` from 0, the
    `separator` of the line, and how many of its cells are filled (`columns`)."""

    name: str
    index: int
    separator: str
    columns: int

    @property
    def notice(self) -> Text:
        return translatable(
            'The first line was taken as a header: "%(name)s" names the ids.', name=self.name
        )


def find_id_column(line: str, separators: str) -> IdColumn | None:
    """Read a line as a header. None if no cell of it names the ids: then it is no header."""
    for separator in separators:
        cells = table.split_cells(line, separator) or []
        names = [_IGNORED.sub("", cell).lower() for cell in cells]
        ranked = [
            (HEADER_NAMES.index(name), index)
            for index, name in enumerate(names)
            if name in HEADER_NAMES
        ]
        if ranked:
            _rank, index = min(ranked)
            return IdColumn(cells[index], index, separator, sum(map(bool, names)))
    return None


def count_unnamed_columns(rows: Sequence[table.PastedRow], lines: Sequence[str]) -> int:
    """The number of columns of a table without a header; 0 for a list of ids.

    Rows that all have the same number of items, two or more, may be a list or a table, and count as
    a table. The exception is a wrapped list: each line but the last ends with a separator.
    """
    counts = {sum(map(bool, row.cells)) for row in rows if row.cells}
    if len(rows) < 2 or len(counts) != 1 or counts <= {0, 1}:
        return 0
    ends = [line.rstrip().endswith(tuple(table.SEPARATORS)) for line in lines]
    return 0 if all(ends[:-1]) and not ends[-1] else counts.pop()
