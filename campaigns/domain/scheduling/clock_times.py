"""Convert local clock times to UTC, and find the gaps and overlaps of daylight saving time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def moments(typed: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments, in UTC and in order, at which clocks in `zone` show `typed` (naive).

    One moment as a rule; two in the hour that repeats when daylight saving time ends, none in the
    gap when it begins.
    """
    both = [typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    without_fold = typed.replace(fold=0)
    return tuple(sorted({moment for moment in both if local(moment, zone) == without_fold}))


def gap_edges(typed: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute before the gap that contains `typed`, and the first minute after it, as
    clocks in `zone` show them (naive)."""
    end = _gap_end(typed, zone)
    return local(end - timedelta(minutes=1), zone), local(end, zone)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The time that clocks in `zone` show at `moment` (naive, fold 0)."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _gap_end(typed: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks jump over `typed`; found by bisection."""
    low = typed.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = typed.replace(tzinfo=zone, fold=0).astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
