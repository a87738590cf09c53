"""The pure part: what a digest covers, and that an auditor can reckon it elsewhere."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.domain.audit import chain
from campaigns.domain.audit.chain import START, ChainLink, next_link

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis adds the zone)
EVENT = st.fixed_dictionaries(
    {
        "id": st.integers(1, 2**40),
        "at": TIMES,
        "actor_id": st.none() | st.integers(1, 99),
        "verb": TEXT,
        "comment": TEXT,
        "solo": st.booleans(),
    }
)


def test_format_as_it_is_written_down() -> None:
    """Without a line of ours: this is what an auditor would write."""
    at = datetime(2026, 11, 24, 0, 0, 0, 5, timezone(timedelta(hours=8)))
    event: dict[str, chain.EventValue] = {
        "id": 7,
        "at": at,
        "actor_id": None,
        "verb": "edit",
        "comment": "“促销”",
        "solo": False,
    }
    written = (
        '{"event":{"at":"2026-11-23T16:00:00.000005+00:00","comment":"“促销”","id":7,"solo":false,'
        '"verb":"edit"},"position":1,"previous":"' + "0" * 64 + '"}'
    )
    assert next_link(START, event) == ChainLink(1, hashlib.sha256(written.encode()).hexdigest())
    assert json.loads(written)


@given(st.lists(EVENT, min_size=1, max_size=6), st.data())
def test_any_change_changes_every_digest_from_there_on(
    events: list[dict[str, Any]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(events) - 1))
    column = data.draw(st.sampled_from(sorted(events[0])))
    value = data.draw(EVENT)[column]
    assume(value != events[place][column])
    changed = [dict(event) for event in events]
    changed[place][column] = value
    before, now = _links(events), _links(changed)
    assert before[:place] == now[:place]
    assert all(a != b for a, b in zip(before[place:], now[place:], strict=True))


@given(st.lists(EVENT, min_size=2, max_size=6, unique_by=lambda event: event["id"]), st.data())
def test_what_is_removed_or_moved_changes_the_head(
    events: list[dict[str, Any]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(events) - 2))
    removed = events[:place] + events[place + 1 :]
    moved = [*events[:place], events[place + 1], events[place], *events[place + 2 :]]
    assert _links(removed)[-1] != _links(events)[-1]
    assert _links(moved)[-1] != _links(events)[-1]


@given(EVENT)
def test_a_column_that_comes_later_changes_nothing_while_it_is_null(event: dict[str, Any]) -> None:
    assert next_link(START, {**event, "later": None}) == next_link(START, event)
    assert next_link(START, {**event, "later": ""}) != next_link(START, event)


@given(st.integers(0, 10**12), st.binary(min_size=32, max_size=32))
def test_a_head_reads_as_it_was_written(position: int, digest: bytes) -> None:
    link = ChainLink(position, digest.hex())
    assert chain.parse_link(f" {link}\n") == link


@pytest.mark.parametrize(
    "text", ["", "1", f"1:{'0' * 63}", f"1:{'G' * 64}", f"-1:{'0' * 64}", f"²:{'0' * 64}", ":"]
)
def test_anything_else_is_no_head(text: str) -> None:
    with pytest.raises(ValueError, match="POSITION:HEX"):
        chain.parse_link(text)


def _links(events: list[dict[str, Any]]) -> list[ChainLink]:
    links = [START]
    for event in events:
        links.append(next_link(links[-1], event))
    return links[1:]
