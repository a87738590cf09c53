"""What a clock on the wall shows, and the moments at which it does: none, one or two."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def moments(typed: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When clocks in `zone` show `typed` (naive), in UTC and in order.

    Two where daylight saving time ends, none where it begins.
    """
    both = [typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    plain = typed.replace(fold=0)
    shown = [moment for moment in both if local(moment, zone) == plain]
    return tuple(sorted(set(shown)))


def gap_edges(typed: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute that clocks show before the gap that holds `typed`, and the first one after
    it; both naive."""
    end = _shift(typed, zone)
    return local(end - timedelta(minutes=1), zone), local(end, zone)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """What clocks in `zone` show then: naive, without a fold."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _shift(typed: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks jump over `typed`, found by halving."""
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
