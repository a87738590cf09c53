"""Quiet hours, days and quotas where clocks are changed: they end when a clock shows it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.domain.scheduling.clock_times import local, midnights
from campaigns.domain.scheduling.quota import Limits, day_end, fits, next_free
from campaigns.domain.scheduling.window import EveryoneLimit, QuietHours, first_moment, hours_hold

MINUTE = timedelta(minutes=1)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Shanghai",
    "Asia/Kathmandu",  # a quarter of an hour
    "Australia/Lord_Howe",  # clocks change by half an hour
    "America/St_Johns",  # they changed at one minute past midnight
    "America/Sao_Paulo",  # no midnight when summer began
    "Asia/Beirut",  # none either; two when it ends
    "America/Havana",
    "Pacific/Apia",  # a day was left out
    "Antarctica/Troll",  # clocks change by two hours
)
CHANGES = (
    (2027, 3, 28),  # Berlin, Beirut, Troll
    (2027, 10, 31),
    (2026, 10, 4),  # Lord Howe
    (2027, 4, 4),
    (2018, 11, 4),  # Sao Paulo, New York, Havana
    (2018, 2, 18),
    (2010, 3, 14),  # St. John's
    (2010, 11, 7),
    (2011, 12, 30),  # Apia
)
"""Days near which clocks of ZONES are changed."""

clocks = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
moments_of_change = st.builds(
    lambda day, minute: datetime(day[0], day[1], day[2], tzinfo=UTC) + minute * MINUTE,
    st.sampled_from(CHANGES),
    st.integers(-36 * 60, 48 * 60),
)
zones = st.sampled_from(ZONES)


def scan(at: datetime, is_over: Callable[[datetime], bool]) -> datetime:
    """The first full minute after `at` at which it is over, found by looking at each."""
    return next(at + number * MINUTE for number in range(1, 10**5) if is_over(at + number * MINUTE))


@settings(max_examples=300, deadline=None)
@given(clocks, clocks, zones, moments_of_change)
@example(time(22), time(2, 30), "Europe/Berlin", datetime(2027, 3, 28, 0, 30, tzinfo=UTC))
@example(time(2, 15), time(3, 30), "Europe/Berlin", datetime(2027, 10, 31, 0, 50, tzinfo=UTC))
def test_quiet_hours_end_when_a_clock_says_so(
    start: time, end: time, zone: str, at: datetime
) -> None:
    quiet, there = QuietHours(start, end, zone), ZoneInfo(zone)

    def is_over(moment: datetime) -> bool:
        return not hours_hold(start, end, local(moment, there).time())

    expected = None if is_over(at) else scan(at, is_over)
    assert quiet.until(at) == expected


@settings(max_examples=200, deadline=None)
@given(zones, moments_of_change)
@example("America/Sao_Paulo", datetime(2018, 11, 3, 12, tzinfo=UTC))
@example("Asia/Beirut", datetime(2027, 3, 27, 12, tzinfo=UTC))
@example("America/St_Johns", datetime(2010, 11, 7, 3, tzinfo=UTC))
def test_a_full_day_ends_when_a_clock_shows_another_day(zone: str, at: datetime) -> None:
    there = ZoneInfo(zone)
    today = local(at, there).date()
    expected = scan(at, lambda moment: local(moment, there).date() != today)
    assert EveryoneLimit(1, zone, (at,)).until(at) == expected


@settings(max_examples=200, deadline=None)
@given(zones, moments_of_change)
def test_a_day_begins_at_its_first_moment(zone: str, at: datetime) -> None:
    """Of a day that was left out: where it would have been."""
    there = ZoneInfo(zone)
    day = local(at, there).date()
    before = datetime.combine(day, time(0), UTC) - timedelta(hours=30)
    assert midnights(day, there)[0] == scan(before, lambda it: local(it, there).date() >= day)


def test_a_gap_may_begin_before_the_midnight_that_it_swallows() -> None:
    """Toronto, 1919: clocks jumped from 23:30 to 00:30."""
    toronto = ZoneInfo("America/Toronto")
    jump = datetime(1919, 3, 31, 4, 30, tzinfo=UTC)
    assert midnights(date(1919, 3, 31), toronto) == (jump,)
    assert EveryoneLimit(0, "America/Toronto", ()).until(jump - 60 * MINUTE) == jump
    limits = Limits(2, 3, ("America/Toronto",))
    assert day_end(limits, jump - 60 * MINUTE) == jump + timedelta(seconds=120)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", CHANGES)
def test_a_free_moment_is_never_before_its_start(zone: str, day: tuple[int, int, int]) -> None:
    start = datetime(day[0], day[1], day[2], tzinfo=UTC) - timedelta(hours=14)
    limits, taken = Limits(2, 3, (zone,)), [start] * 3
    free = next_free(taken, limits, start)
    assert free is not None
    assert fits(taken, limits, free)
    assert free > start


@settings(max_examples=100, deadline=None)
@given(clocks, clocks, zones, moments_of_change)
def test_what_is_offered_is_what_the_claim_allows(
    start: time, end: time, zone: str, at: datetime
) -> None:
    quiet = QuietHours(start, end, zone)
    everyone = EveryoneLimit(1, zone, (at,))
    moment = first_moment(
        at,
        at + timedelta(days=5),
        taken=[],
        limits=Limits(2, 3, (zone,)),
        quiet=quiet,
        everyone=everyone,
    )
    assert moment is not None
    assert (quiet.until(moment), everyone.until(moment)) == (None, None)
