"""The database's clock: the one that every rule and every record goes by.

PostgreSQL's is measured at most every MEASURE_EVERY seconds and carried on by the clock since boot,
which nobody sets. So web, workers and commands agree on every moment, whatever their own clocks
show. SQLite has no other clock than this machine's.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error, connection
from django.utils import timezone

MEASURE_EVERY = 10.0
"""Seconds. Clocks of computers drift by up to about 50 µs a second, so by half a millisecond."""
QUICK = 0.005
"""Seconds. A slower round trip is measured again, up to TRIES times; the quickest counts."""
TRIES = 3
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def since_boot() -> float:
    """Seconds that also pass while the machine sleeps or this process is stopped."""
    return time.clock_gettime(STEADY)


@dataclass(frozen=True)
class Measurement:
    """`moment`: what the database's clock showed at some time between `asked` and `answered`, both
    in seconds since boot."""

    moment: datetime
    asked: float
    answered: float

    @property
    def round_trip(self) -> float:
        """Seconds: by no more than this the moment is uncertain."""
        return self.answered - self.asked

    @property
    def is_recent(self) -> bool:
        return since_boot() - self.answered < MEASURE_EVERY


class LastMeasurement:
    """Of this process; all its threads share it."""

    value: Measurement | None = None


last = LastMeasurement()


def now() -> datetime:
    """The moment by the database's clock, never ahead of it. Raises django.db.Error if it was never
    measured and cannot be."""
    if not is_shared():
        return timezone.now()
    measured = _current()
    return measured.moment + timedelta(seconds=since_boot() - measured.answered)


def at_latest() -> datetime:
    """As `now`, but never behind the database's clock: for what must not be late."""
    if not is_shared():
        return timezone.now()
    measured = _current()
    return measured.moment + timedelta(seconds=since_boot() - measured.asked)


def measure() -> timedelta:
    """Ask the database; returns how far this machine's own clock is ahead of it. Raises
    django.db.Error."""
    if not is_shared():
        return timedelta(0)
    last.value = _measure()
    return ahead()


def ahead() -> timedelta:
    """How far this machine's own clock is ahead of the database's, by the last measurement."""
    return timezone.now() - now() if is_shared() else timedelta(0)


def is_shared() -> bool:
    """Whether the database has a clock of its own."""
    return connection.vendor == "postgresql"


def _current() -> Measurement:
    if last.value is not None and last.value.is_recent:
        return last.value
    try:
        last.value = _measure()
    except Error:  # what was measured before is right to a few milliseconds for minutes
        if last.value is None:
            raise
    return last.value


def _measure() -> Measurement:
    """The quickest of up to TRIES measurements."""
    best = ask()
    for _ in range(TRIES - 1):
        if best.round_trip <= QUICK:
            break
        best = min(best, ask(), key=lambda one: one.round_trip)
    return best


def ask() -> Measurement:
    """One measurement; the connection is open before it begins. Raises django.db.Error."""
    with connection.cursor() as cursor:
        asked = since_boot()
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return Measurement(moment, asked, since_boot())
