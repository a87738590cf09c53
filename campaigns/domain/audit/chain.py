"""The hash chain over the events: a changed, removed or inserted event breaks every later link.

The digest of a seal is the lower-case hex SHA-256 of this JSON in UTF-8. Keys are sorted at every
depth, no space stands between tokens, and only what JSON demands is escaped:

    {"event": {...}, "position": 2, "previous": "<digest of position 1>"}

- `event` holds every column of the event under its name in the database: ids as numbers, times in
  UTC as `2026-11-23T16:00:00.000000+00:00` with six digits of a second, booleans as true and
  false. Null columns are left out: a column that a later version adds is null in older events, and
  so does not change their digests. A worker of the release before may seal, without ADDED, what
  one of this release wrote while both were running.
- `position` counts from 1 without a gap.
- `previous` is 64 zeros at position 1.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from campaigns.domain.message import payload

ADDED = ("evidence",)
"""Columns that the first release with seals did not have."""

EventValue = str | int | datetime | None


@dataclass(frozen=True)
class ChainLink:
    """A position in the chain and its digest. `str()` gives the form that the log shows and
    `parse_link` reads: `12:ab34...`."""

    position: int
    digest: str

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"


START = ChainLink(0, "0" * 64)
"""The link before the first seal."""


def next_link(link: ChainLink, event: Mapping[str, EventValue]) -> ChainLink:
    """The link after `link`; it covers `event` and everything up to `link`."""
    position = link.position + 1
    columns = {name: _plain(value) for name, value in event.items() if value is not None}
    sealed = {"previous": link.digest, "position": position, "event": columns}
    return ChainLink(position, hashlib.sha256(payload.canonical(sealed)).hexdigest())


def is_link_of(link: ChainLink, last: ChainLink, event: Mapping[str, EventValue]) -> bool:
    """Whether `link` seals this event after `last`, with the columns of any release."""
    if next_link(last, event) == link:
        return True
    before = {name: value for name, value in event.items() if name not in ADDED}
    return next_link(last, before) == link


def _plain(value: EventValue) -> str | int | None:
    return payload.utc(value) if isinstance(value, datetime) else value


def parse_link(text: str) -> ChainLink:
    """Read a link as the log shows it. Raises ValueError with a sentence for the user."""
    position, _colon, digest = text.strip().partition(":")
    if len(digest) != len(START.digest) or set(digest) - set("0123456789abcdef"):
        raise ValueError("write a head as POSITION:HEX, with 64 lower-case hex digits")
    if not (position.isascii() and position.isdigit()):
        raise ValueError("write a head as POSITION:HEX, with a position from 0 on")
    return ChainLink(int(position), digest)
