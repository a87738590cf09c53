"""The provider's quota: may one more request leave at a moment, and if not, when may it.

The provider says "2 times per hour and 3 times per day (natural day)". It does not say whether the
hour is a rolling or a clock hour, in which zone the day begins, or whose clock counts. The rules
here hold under every reading; near the limit this costs a few sends. Source: the page, "Rate Limit"
(read 2026-11). MARGIN is clock skew (60 s) plus the longest call (45 s), rounded up; ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from .clock_times import midnights

MARGIN = timedelta(seconds=120)
HOUR = timedelta(hours=1) + MARGIN
HORIZON = timedelta(days=60)
"""How far ahead of `start` a free time is searched. Ours."""


@dataclass(frozen=True)
class Limits:
    """Requests of an app key per hour and per natural day; the day is counted in each zone of
    `day_zones` (IANA names)."""

    per_hour: int
    per_day: int
    day_zones: tuple[str, ...] = ("UTC", "Asia/Shanghai")


def fits(taken: Sequence[datetime], limits: Limits, at: datetime) -> bool:
    """May one more request leave `at`, besides those `taken`? Moments are aware; `taken` may be in
    any order and holds past and planned requests."""
    # in UTC: Python subtracts two moments of one local zone by what clocks show
    at, moments = at.astimezone(UTC), [moment.astimezone(UTC) for moment in taken]
    return _hour_fits(moments, limits, at) and all(
        _day_fits(moments, limits, at, ZoneInfo(zone)) for zone in limits.day_zones
    )


def _hour_fits(moments: list[datetime], limits: Limits, at: datetime) -> bool:
    """Is every interval of one HOUR that contains `at` within the limit?"""
    together = [at, *(moment for moment in moments if abs(moment - at) <= HOUR)]
    return all(
        sum(1 for moment in together if end - HOUR <= moment <= end) <= limits.per_hour
        for end in together
        if end >= at
    )


def _day_fits(moments: list[datetime], limits: Limits, at: datetime, zone: ZoneInfo) -> bool:
    return all(
        sum(1 for moment in moments if day in _days(moment, zone)) < limits.per_day
        for day in _days(at, zone)
    )


def _days(moment: datetime, zone: ZoneInfo) -> set[date]:
    """The natural days that the moment, plus or minus MARGIN, touches."""
    absolute = moment.astimezone(UTC)
    return {(absolute + shift).astimezone(zone).date() for shift in (-MARGIN, MARGIN)}


def next_free(taken: Sequence[datetime], limits: Limits, start: datetime) -> datetime | None:
    """The first moment from `start` on at which one more request fits; None if there is none
    within HORIZON. Aware, in the zone of `start`.

    A request can only begin to fit at `start`, an hour after a taken moment, or on a new day.
    """
    first = start.astimezone(UTC)
    openings = {first, *_hour_ends(taken), *_day_starts(first, limits)}
    candidates = sorted(moment for moment in openings if first <= moment <= first + HORIZON)
    free = next((moment for moment in candidates if fits(taken, limits, moment)), None)
    return free and free.astimezone(start.tzinfo)


def _hour_ends(moments: Sequence[datetime]) -> Iterator[datetime]:
    for moment in moments:
        yield _whole_minute(moment.astimezone(UTC) + HOUR)


def _day_starts(start: datetime, limits: Limits) -> Iterator[datetime]:
    for name in limits.day_zones:
        zone = ZoneInfo(name)
        today = start.astimezone(zone).date()
        for days in range(HORIZON.days + 1):
            for midnight in midnights(today + timedelta(days=days), zone):
                yield _whole_minute(midnight + MARGIN)


def _whole_minute(moment: datetime) -> datetime:
    """The next full minute after `moment`: people read free times."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


def day_end(limits: Limits, at: datetime) -> datetime:
    """The moment at which the natural day of `at` is over under every reading, in the zone of `at`;
    for an app key whose quota others have used up."""
    ends = []
    for name in limits.day_zones:
        zone = ZoneInfo(name)
        tomorrow = max(_days(at, zone)) + timedelta(days=1)
        ends.append(midnights(tomorrow, zone)[-1] + MARGIN)
    return max(ends).astimezone(at.tzinfo)


def used(taken: Sequence[datetime], limits: Limits, at: datetime) -> int:
    """How many requests of the day are taken; of the days that `at` touches, the fullest counts."""
    return max(
        sum(1 for moment in taken if day in _days(moment, zone))
        for zone in map(ZoneInfo, limits.day_zones)
        for day in _days(at, zone)
    )
