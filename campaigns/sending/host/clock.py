"""Time as the send needs it: never early, and not by a clock that is wrong."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from campaigns.domain.translatable import Text, translatable

STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def since_boot() -> float:
    """Seconds that also pass while the machine sleeps or this process is stopped."""
    return time.clock_gettime(STEADY)


def booted() -> float:
    """The moment of the boot by this machine's clock: it stays, unless somebody sets the clock."""
    return time.time() - time.clock_gettime(STEADY)


BOOTED_AT_START = booted()


def jump() -> timedelta:
    """How far this machine's clock was set since this process started, forward or back."""
    return timedelta(seconds=abs(booted() - BOOTED_AT_START))


def wait_until(moment: datetime, at_most: timedelta) -> bool:
    """Returns at `moment` or just after it, never before; False, without waiting on, where the
    clock was set back meanwhile and it is still further away than `at_most`."""
    while (left := (moment - timezone.now()).total_seconds()) > 0:
        if left > at_most.total_seconds():
            return False
        time.sleep(left)
    return True


def ahead_of_database() -> timedelta:
    """How far this machine's clock is ahead of the database's, which all workers share."""
    if connection.vendor != "postgresql":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return timezone.now() - theirs


def fault() -> Text | None:
    """Why this machine's clock must not decide on a send; None where it may."""
    return jump_fault() or _skew_fault()


def jump_fault() -> Text | None:
    """Asks no database: good for the last look before the first byte."""
    jumped = jump()
    if not _is_too_much(jumped):
        return None
    return translatable(
        "Check this machine's clock and restart its programs: it was set by %(seconds)d s.",
        seconds=round(jumped.total_seconds()),
    )


def _skew_fault() -> Text | None:
    skew = abs(ahead_of_database())
    if not _is_too_much(skew):
        return None
    return translatable(
        "Set this machine's clock: it differs from the database's by %(seconds)d s.",
        seconds=round(skew.total_seconds()),
    )


def is_right() -> bool:
    return fault() is None


def _is_too_much(difference: timedelta) -> bool:
    return difference > timedelta(seconds=settings.MAX_CLOCK_SKEW)
