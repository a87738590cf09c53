"""The provider's quota of an app key: by default 2 requests an hour and 3 a natural day.

A request refused with 1009 counts (the page says so). Decided here: one refused because the limits
are used up does not count, or a caller that repeats it would be refused for ever; one refused for
its body counts if `refusals_count` is on; one without a valid signature never gets here, since
anybody could use up the requests of others with it.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.domain.scheduling.clock_times import midnights

from .models import Call, HourReading, SandboxApp

ALWAYS_COUNT = frozenset({200, 1000, 1009, 1050})
NEVER_COUNT = frozenset({None, 405, 1008})


def counts(app: SandboxApp, code: int | None) -> bool:
    """Does a push answered with `code` (None: no code) use one of the app's requests?"""
    if code in NEVER_COUNT:
        return False
    return code in ALWAYS_COUNT or app.refusals_count


def is_used_up(app: SandboxApp, now: datetime) -> bool:
    """Hold the app's row lock, or two calls may both see the last free request."""
    counted = Call.objects.filter(app=app, counted=True)
    in_hour = counted.filter(at__gt=now - timedelta(hours=1))
    if app.hour_reading == HourReading.CLOCK:
        in_hour = counted.filter(at__gte=_clock_hour(app, now))
    in_day = counted.filter(at__gte=_natural_day(app, now))
    return in_hour.count() >= app.per_hour or in_day.count() >= app.per_day


def _clock_hour(app: SandboxApp, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(app.day_zone)).replace(minute=0, second=0, microsecond=0)


def _natural_day(app: SandboxApp, now: datetime) -> datetime:
    zone = ZoneInfo(app.day_zone)
    return midnights(now.astimezone(zone).date(), zone)[0]
