"""The same message is the same bytes, and an approval covers everything it is about."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.message.payload import body, canonical, digest
from campaigns.domain.message.shape import from_wire
from tests.domain.samples import N, built

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
APPROVED: dict[str, Any] = {
    "body": b"{}",
    "app_key": "key",
    "data_centre": "beijing",
    "send_at": NOW,
    "send_before": NOW + timedelta(hours=1),
    "votes_needed": 1,
}


def test_the_body_is_sorted_compact_utf_8() -> None:
    message = built({f"{N}.alert": "中\n😀", f"{N}.title": None})
    assert body(message).decode() == (
        '{"audience":{"is_to_all":false,"tag":["vip"]},"notification":{"alert":"中\\n😀"},'
        '"platform":["ios","android"]}'
    )


def test_the_order_of_keys_changes_nothing_but_the_order_of_a_list_does() -> None:
    wire = built({f"{N}.ios.extras": {"a": "1", "b": "2"}}).wire()
    turned = {key: wire[key] for key in reversed(wire)}
    turned["notification"]["ios"]["extras"] = {"b": "2", "a": "1"}
    assert body(from_wire(turned)) == body(from_wire(wire))
    assert body(built({"platform": ["android", "ios"]})) != body(built({}))


def test_the_digest_is_the_hash_of_the_named_parts() -> None:
    expected = canonical(
        {
            "app_key": "key",
            "body_sha256": hashlib.sha256(b"{}").hexdigest(),
            "data_centre": "beijing",
            "send_at": "2026-11-23T08:00:00.000000+00:00",
            "send_before": "2026-11-23T09:00:00.000000+00:00",
            "votes_needed": 1,
        }
    )
    assert digest(**APPROVED) == hashlib.sha256(expected).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"{ }"},
        {"app_key": "other"},
        {"data_centre": "singapore"},
        {"send_at": None},
        {"send_at": NOW + timedelta(microseconds=1)},
        {"send_before": NOW + timedelta(hours=2)},
        {"votes_needed": 2},
    ],
)
def test_any_change_changes_the_digest(change: dict[str, Any]) -> None:
    assert digest(**{**APPROVED, **change}) != digest(**APPROVED)


def test_the_zone_in_which_a_moment_is_written_changes_nothing() -> None:
    shanghai = NOW.astimezone(ZoneInfo("Asia/Shanghai"))
    assert digest(**{**APPROVED, "send_at": shanghai}) == digest(**APPROVED)
