"""When a try that proved not to have left is repeated: for as long as the window lasts."""

from datetime import datetime, timedelta

WAITS = tuple(timedelta(seconds=n) for n in (5, 15, 30, 60))
"""After the first try, the second and so on; the last one after each further try. Ours: a restart
at the provider takes seconds, an outage minutes, and each try costs one connection."""
LAST = timedelta(seconds=5)
"""Before the end of the window, when there is one more try than the waits would give. Ours: as long
as a connection may take (CONNECT_TIMEOUT)."""


def next_try(tries: int, now: datetime, send_before: datetime) -> datetime:
    """When to try again after `tries` of them, at least 1. Past `send_before` when the last one has
    been made: there is none then."""
    again, last = now + WAITS[min(tries, len(WAITS)) - 1], send_before - LAST
    return last if again >= send_before and now < last else again
