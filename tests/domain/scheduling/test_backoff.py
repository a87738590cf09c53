"""Tries go on for as long as the window lasts, at most a minute apart."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.domain.scheduling.backoff import next_try

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 5), (2, 15), (3, 30), (4, 60), (5, 60), (10_000, 60)]
)
def test_waits_grow_to_a_minute_and_stay_there(tries: int, seconds: int) -> None:
    assert next_try(tries, NOW, NOW + timedelta(hours=4)) == NOW + seconds * SECOND


@pytest.mark.parametrize(
    ("left", "after"),
    [
        (61, 60),
        (60, 55),  # the wait would end with the window: one more try before
        (20, 15),
        (6, 1),
        (5, 60),  # that was it
        (1, 60),
    ],
)
def test_there_is_one_more_try_before_the_window_ends(left: int, after: int) -> None:
    assert next_try(7, NOW, NOW + left * SECOND) == NOW + after * SECOND


def test_tries_come_to_an_end() -> None:
    end = NOW + timedelta(minutes=30)
    now, count = NOW, 0
    while now < end:
        count += 1
        now = next_try(count, now, end)
    assert count == 4 + 29 + 1
