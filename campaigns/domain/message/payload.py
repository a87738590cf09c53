"""The exact bytes that are sent, and the digest of what a reviewer approves."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from .shape import Message

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spare space, as UTF-8: equal values give equal bytes."""
    return canonical_text(value).encode("utf-8")


def canonical_text(value: Any) -> str:
    """The same before UTF-8 encoding, which refuses half a surrogate pair."""
    return _ENCODER.encode(value)


def body(message: Message) -> bytes:
    """The bytes that are previewed, approved and POSTed. Raises UnicodeEncodeError for half a
    surrogate pair."""
    return canonical(message.wire())


def digest(
    *,
    body: bytes,
    app_key: str,
    data_centre: str,
    send_at: datetime | None,
    send_before: datetime,
    votes_needed: int,
) -> str:
    """Hex SHA-256 over everything that an approval covers: body, app key, data centre, window and
    number of votes. `send_at` None means as soon as approved."""
    return hashlib.sha256(
        canonical(
            {
                "body_sha256": hashlib.sha256(body).hexdigest(),
                "app_key": app_key,
                "data_centre": data_centre,
                "send_at": send_at and utc(send_at),
                "send_before": utc(send_before),
                "votes_needed": votes_needed,
            }
        )
    ).hexdigest()


def utc(moment: datetime) -> str:
    """`2026-11-23T16:00:00.000000+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
