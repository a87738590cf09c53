"""What an event says of a kept row besides words: a digest of its columns.

    vote:17:<64 hex digits>

- `vote` names the kind of row, `17` is its primary key.
- The digits are the lower-case hex SHA-256 of a JSON object in UTF-8, written as `chain` says: the
  columns of the row under their names in the database, null columns left out, bytes as the hex
  SHA-256 of them.

The event is sealed, so a row that was changed afterwards no longer fits the last event about it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.domain.message import payload

LONGEST = 100
"""Characters of an evidence as text."""


@dataclass(frozen=True)
class Evidence:
    """`str()` gives the form that an event holds and `parse` reads."""

    kind: str
    key: int
    digest: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}:{self.digest}"

    @property
    def prefix(self) -> str:
        """With which every evidence about this row begins."""
        return f"{self.kind}:{self.key}:"


def evidence(kind: str, key: int, columns: Mapping[str, Any]) -> Evidence:
    present = {name: _plain(value) for name, value in columns.items() if value is not None}
    return Evidence(kind, key, hashlib.sha256(payload.canonical(present)).hexdigest())


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return payload.utc(value)
        case bytes() | memoryview() | bytearray():
            return hashlib.sha256(value).hexdigest()
    return value


def parse(text: str) -> Evidence | None:
    """None for what this release does not write."""
    kind, _, rest = text.partition(":")
    key, _, digest = rest.partition(":")
    return Evidence(kind, int(key), digest) if key.isascii() and key.isdigit() else None
