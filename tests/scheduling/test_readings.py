"""The provider never has to refuse for its quota, whatever it means by an hour and a day; and our
rule gives away no more than its margins."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from campaigns.domain.scheduling import quota, window
from campaigns.domain.scheduling.quota import Limits
from tests.scheduling.provider import Provider, Reading
from tests.scheduling.team import Sender, Wish, refusals

pytestmark = pytest.mark.slow

START = datetime(2026, 11, 10, tzinfo=UTC)
EDGES = (0, 16 * 3600, 24 * 3600, 40 * 3600, 48 * 3600)
"""Seconds after START at which a day begins in UTC or in Shanghai."""
SKEW = 60
"""Seconds that the clocks may differ; the rest of the margin is a call's way."""
LIFE = 45

seconds = st.one_of(
    st.integers(0, 60 * 3600),
    st.builds(lambda edge, off: edge + off, st.sampled_from(EDGES), st.integers(-150, 150)),
    st.builds(lambda hour, off: hour * 3600 + off, st.integers(0, 60), st.integers(-150, 150)),
)
wishes = st.builds(
    lambda at, delay, known, outside: Wish(
        START + timedelta(seconds=at), timedelta(seconds=delay), known, outside
    ),
    seconds,
    st.integers(0, LIFE),
    st.booleans(),
    st.booleans(),
)
bursts = st.lists(wishes, min_size=1, max_size=25)
readings = st.builds(
    Reading,
    per_hour=st.integers(1, 5),
    per_day=st.integers(1, 8),
    rolling=st.booleans(),
    zone=st.sampled_from(["UTC", "Asia/Shanghai"]),
    ahead=st.integers(-SKEW, SKEW).map(lambda n: timedelta(seconds=n)),
    counts_refused=st.booleans(),
)


def limits(reading: Reading, zones: tuple[str, ...] = ("UTC", "Asia/Shanghai")) -> Limits:
    return Limits(reading.per_hour, reading.per_day, zones)


@settings(max_examples=400, deadline=None)
@given(readings, bursts)
def test_no_reading_makes_the_provider_refuse(reading: Reading, burst: list[Wish]) -> None:
    assert refusals(reading, limits(reading), burst, Sender()) == 0


def without_margin(taken: Sequence[datetime], allowed: Limits, at: datetime) -> bool:
    hour = [one for one in taken if at - one < timedelta(hours=1)]
    days = (ZoneInfo(zone) for zone in allowed.day_zones)
    return len(hour) < allowed.per_hour and all(
        sum(one.astimezone(zone).date() == at.astimezone(zone).date() for one in taken)
        < allowed.per_day
        for zone in days
    )


def only_in_zone(zone: str, taken: Sequence[datetime], allowed: Limits, at: datetime) -> bool:
    return quota.fits(taken, Limits(allowed.per_hour, allowed.per_day, (zone,)), at)


def by_the_clocks_hour(taken: Sequence[datetime], allowed: Limits, at: datetime) -> bool:
    full = at.replace(minute=0, second=0, microsecond=0)
    return sum(one >= full for one in taken) < allowed.per_hour and quota.fits(
        taken, Limits(99, allowed.per_day), at
    )


def only_the_day(taken: Sequence[datetime], allowed: Limits, at: datetime) -> bool:
    return quota.fits(taken, Limits(99, allowed.per_day), at)


def one_too_many(taken: Sequence[datetime], allowed: Limits, at: datetime) -> bool:
    return quota.fits(taken, Limits(allowed.per_hour + 1, allowed.per_day + 1), at)


WRONG = {
    "no margin": Sender(without_margin),
    "UTC's midnight only": Sender(partial(only_in_zone, "UTC")),
    "Shanghai's midnight only": Sender(partial(only_in_zone, "Asia/Shanghai")),
    "the clock's hour only": Sender(by_the_clocks_hour),
    "no hour": Sender(only_the_day),
    "one more": Sender(one_too_many),
    "unknown not counted": Sender(counts_unknown=False),
    "outside sends not counted": Sender(counts_outside=False),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_refused_by_some_reading(name: str) -> None:
    search = settings(max_examples=5000, deadline=None, database=None, phases=[Phase.generate])
    sender = WRONG[name]

    def is_refused(case: tuple[Reading, list[Wish]]) -> bool:
        reading, burst = case
        return refusals(reading, limits(reading), burst, sender) > 0

    try:
        find(st.tuples(readings, bursts), is_refused, settings=search)
    except NoSuchExample:
        pytest.fail(f"No reading refuses: {name}")


@settings(max_examples=200, deadline=None)
@given(readings, bursts, seconds)
def test_a_promised_moment_is_kept(reading: Reading, burst: list[Wish], start: int) -> None:
    """Whoever waits for it is let through then, by us and by the provider."""
    allowed, asked = limits(reading), START + timedelta(seconds=start)
    provider, taken = Provider(reading), list[datetime]()
    for wish in sorted(burst, key=lambda one: one.at):
        if wish.at <= asked and quota.fits(taken, allowed, wish.at):
            taken.append(wish.at)
            provider.receive(wish.at)
    free = window.first_moment(
        asked, asked + quota.HORIZON, taken=taken, limits=allowed, quiet=None
    )
    assert free is not None
    assert free >= asked
    assert provider.receive(free)


@settings(max_examples=200, deadline=None)
@given(readings, seconds)
def test_each_of_the_offered_times_is_free_by_itself(reading: Reading, start: int) -> None:
    allowed, asked = limits(reading), START + timedelta(seconds=start)
    taken = [asked - timedelta(minutes=n) for n in range(min(allowed.per_hour, allowed.per_day))]
    offered = window.free_times(asked, taken=taken, limits=allowed, quiet=None)
    assert len(offered) == window.FREE_TIMES_OFFERED
    assert all(quota.fits(taken, allowed, moment) for moment in offered)


@settings(max_examples=200, deadline=None)
@given(readings)
def test_a_team_that_waits_uses_the_whole_day(reading: Reading) -> None:
    """From the 11th's beginning in every zone to its first end, margins off, the day holds as many
    as the limit: the rule loses time, not sends."""
    allowed = limits(reading)
    moment, taken = START + timedelta(hours=16, minutes=3), list[datetime]()
    while len(taken) < allowed.per_day:
        free = quota.next_free(taken, allowed, moment)
        assert free is not None
        taken.append(free)
        moment = free
    hours = -(-allowed.per_day // allowed.per_hour) - 1
    assert taken[-1] - taken[0] <= hours * timedelta(minutes=64)
