"""Convert local clock times to UTC, and find the gaps and overlaps of daylight saving time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STEP = timedelta(hours=1)
"""No zone changes its clocks twice within an hour, so a look each STEP misses no change."""


def moments(typed: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments, in UTC and in order, at which clocks in `zone` show `typed` (naive).

    One moment as a rule; two in the hour that repeats when daylight saving time ends, none in the
    gap when it begins.
    """
    both = [typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    without_fold = typed.replace(fold=0)
    return tuple(sorted({moment for moment in both if local(moment, zone) == without_fold}))


def midnights(day: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments, in UTC and in order, at which `day` begins in `zone`: two where clocks are set
    back over midnight. Where they jump over it, the moment of the jump."""
    midnight = datetime.combine(day, time(0), zone)
    if midnight.utcoffset() == midnight.replace(fold=1).utcoffset():
        return (midnight.astimezone(UTC),)
    typed = midnight.replace(tzinfo=None)
    return moments(typed, zone) or (_gap_end(typed, zone),)


def first_after(
    at: datetime, zone: ZoneInfo, clock: time, is_over: Callable[[datetime], bool]
) -> datetime:
    """The first moment after `at`, in UTC, at which `is_over` holds of what clocks in `zone` show
    (naive). It must begin to hold only where they show `clock` or are changed."""
    moment = at
    while True:
        moment = _next_edge(moment.astimezone(UTC), zone, clock)
        if is_over(local(moment, zone)):
            return moment


def gap_edges(typed: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute before the gap that contains `typed`, and the first minute after it, as
    clocks in `zone` show them (naive)."""
    end = _gap_end(typed, zone)
    return local(end - timedelta(minutes=1), zone), local(end, zone)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The time that clocks in `zone` show at `moment` (naive, fold 0)."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _next_edge(moment: datetime, zone: ZoneInfo, clock: time) -> datetime:
    """The first moment after `moment` (in UTC) at which clocks show `clock` or are changed."""
    shown = local(moment, zone)
    ahead = (datetime.combine(shown.date(), clock) - shown) % timedelta(days=1)
    end = moment + (ahead or timedelta(days=1))
    while moment < end:
        step = min(moment + STEP, end)
        if _offset(step, zone) != _offset(moment, zone):
            return _change(moment, step, zone)
        moment = step
    return end


def _gap_end(typed: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks jump over `typed`."""
    low = typed.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change(low, typed.replace(tzinfo=zone, fold=0).astimezone(UTC), zone)


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The moment after `low` and not after `high`, in UTC, at which clocks are changed; found by
    bisection, as changes come at full seconds."""
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
