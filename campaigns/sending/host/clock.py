"""The clocks of a send: nothing leaves early, and nothing leaves by a wrong clock."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from campaigns.domain.translatable import Text, translatable
from campaigns.lib import database_clock

STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def since_boot() -> float:
    """Seconds that also pass while the machine sleeps or this process is stopped."""
    return time.clock_gettime(STEADY)


def booted() -> float:
    """The moment of the boot, in seconds since the epoch: it changes only if the clock is set."""
    return time.time() - time.clock_gettime(STEADY)


BOOTED_AT_START = booted()


def jump() -> timedelta:
    """How far this machine's clock was set, forward or back, since this process started."""
    return timedelta(seconds=abs(booted() - BOOTED_AT_START))


def wait_until(moment: datetime, at_most: timedelta) -> bool:
    """Sleep until `moment`; True at that moment or just after, never before. False at once if
    `moment` is further away than `at_most`, as after the clock was set back."""
    while (left := (moment - database_clock.now()).total_seconds()) > 0:
        if left > at_most.total_seconds():
            return False
        time.sleep(left)
    return True


def ahead_of_database() -> timedelta:
    """How far this machine's clock is ahead of the database's, the one all share; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return database_clock.now() - theirs


def fault() -> Text | None:
    """Why this machine's clock must not decide on a send; None if it is right."""
    return jump_fault() or _skew_fault()


def jump_fault() -> Text | None:
    """`fault` without a query, for the last check before the first byte."""
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
