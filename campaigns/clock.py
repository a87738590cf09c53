"""Time as the send needs it: never early, and not by a clock that is wrong."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone


def since_boot() -> float:
    """Seconds that also pass while the machine sleeps or this process is stopped."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


def wait_until(moment: datetime) -> None:
    """Returns at `moment` or just after it, never before."""
    while (left := (moment - timezone.now()).total_seconds()) > 0:
        time.sleep(left)


def skew() -> timedelta:
    """How far this machine's clock is from the database's, which all workers share."""
    if connection.vendor != "postgresql":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return abs(timezone.now() - theirs)


def is_right() -> bool:
    return skew() <= timedelta(seconds=settings.MAX_CLOCK_SKEW)
