"""The chain of digests over the events: who changes, removes or inserts one breaks all that follow.

The digest of a seal is the SHA-256, in lower-case hex, of this JSON in UTF-8, with keys sorted at
every depth, no space between tokens, and nothing escaped that JSON does not demand:

    {"event": {...}, "position": 2, "previous": "<digest of position 1>"}

- `event` holds every column of the event under its name in the database, ids as numbers, times in
  UTC as `2026-11-23T16:00:00.000000+00:00` with six digits of a second, yes and no as true and
  false. A column that is null is left out, so that a column which comes later (and is null in
  what was there before) does not change the digests from before.
- `position` counts from 1 without a gap.
- `previous` is 64 zeros at position 1.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from campaigns.domain.message import payload

EventValue = str | int | datetime | None


@dataclass(frozen=True)
class ChainLink:
    """A place in the chain; `str()` is what the log shows and `read` takes: `12:ab34...`."""

    position: int
    digest: str

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"


START = ChainLink(0, "0" * 64)
"""What the first seal follows."""


def next_link(link: ChainLink, event: Mapping[str, EventValue]) -> ChainLink:
    """The next link, which covers this event and everything up to `link`."""
    position = link.position + 1
    columns = {name: _plain(value) for name, value in event.items() if value is not None}
    sealed = {"previous": link.digest, "position": position, "event": columns}
    return ChainLink(position, hashlib.sha256(payload.canonical(sealed)).hexdigest())


def _plain(value: EventValue) -> str | int | None:
    return payload.utc(value) if isinstance(value, datetime) else value


def parse_link(text: str) -> ChainLink:
    """A link as the log shows it. Raises ValueError."""
    position, _colon, digest = text.strip().partition(":")
    if len(digest) != len(START.digest) or set(digest) - set("0123456789abcdef"):
        raise ValueError("write a head as POSITION:HEX, with 64 lower-case hex digits")
    if not (position.isascii() and position.isdigit()):
        raise ValueError("write a head as POSITION:HEX, with a position from 0 on")
    return ChainLink(int(position), digest)
