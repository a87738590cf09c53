"""The cost of a body: its rules, its bytes, its digest."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from campaigns.domain.message import payload, shape
from campaigns.domain.validation import validate
from tests.bench.row import Row, seconds

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LEFT_OUT = ("audience.is_to_all", "audience.userid")
"""They contradict the tags."""
ROUNDS = 200


def full_body() -> dict[str, Any]:
    """Every parameter of the provider's page but those left out, and no problem."""
    from tests.sending.every_parameter import BASE, VALUES

    values = dict(BASE)
    for path, value in VALUES.items():
        if path not in LEFT_OUT:
            values |= value
    values["audience.tag"] = [f"tag-{n}" for n in range(20)]
    return shape.build(
        {**values, "platform": ["ios", "android"], "audience.is_to_all": False}
    ).wire()


def _prepare(body: dict[str, Any]) -> None:
    built = shape.from_wire(body)
    validate.problems(built)
    payload.digest(
        body=payload.body(built),
        app_key="key",
        data_centre="beijing",
        send_at=None,
        send_before=NOW,
        votes_needed=1,
    )


def _rounds(work: Any) -> float:
    return seconds(lambda: [work() for _ in range(ROUNDS)]) / ROUNDS


def rows() -> Iterator[Row]:
    body = full_body()
    ours = _rounds(lambda: _prepare(body))
    plain = _rounds(lambda: json.loads(json.dumps(body)))
    measured = f"{ours / plain:.1f} x ({ours * 1e6:.0f} µs : {plain * 1e6:.0f} µs)"
    yield Row("build + validate + digest of a full body : JSON round trip", measured, "<= 5 x")
