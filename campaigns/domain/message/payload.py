"""The exact bytes that leave, and the digest of what a reviewer approves."""

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
    """The same before it is encoded: half a surrogate pair, which UTF-8 refuses, is still there."""
    return _ENCODER.encode(value)


def body(message: Message) -> bytes:
    """What is previewed, approved and POSTed: one function, so the three cannot differ."""
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
    """Hex SHA-256 over everything an approval is about: what, with which key, where, when, by how
    many votes. `send_at` None means as soon as approved."""
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
