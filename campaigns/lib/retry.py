"""Retries a write that must not be lost while the database is unreachable."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.db import Error, connection

from . import contention

log = logging.getLogger(__name__)

AGAIN_AFTER = (1, 2, 4, 8, 16, *[30] * 19)
"""Seconds between tries: 10 minutes, as a database is away for in a failover or a restart."""
LOCKED_FOR = 120
"""Seconds for which a lock is waited for before it counts as a failure: other sessions than the
console's have no limit, and what was sent must not be forgotten for somebody who types in psql."""

stopping = threading.Event()
"""Set while this process ends: what is noted elsewhere is no longer waited for."""


def persist(write: Callable[[], None], what: object, *, is_noted: bool = False) -> None:
    """Call `write` until it succeeds, for about 10 minutes, after LOCKED_FOR at most; raises the
    last django.db.Error. Each failure logs `what`. `is_noted`: it is on disk too, and will be
    written at the next start."""
    began, waits = time.monotonic(), iter(AGAIN_AFTER)
    while True:
        try:
            return write()
        except Error as error:
            connection.close()
            wait = _next_wait(error, began, waits, what)
            if wait is None or (is_noted and stopping.is_set()):
                raise
        _wait(wait, is_noted)


def _next_wait(error: Error, began: float, waits: Iterator[int], what: object) -> int | None:
    """Seconds until the next try; None if that was the last."""
    if contention.is_locked(error) and time.monotonic() - began < LOCKED_FOR:
        log.warning("A lock has to be waited for to write down: %s", what)
        return 1
    log.exception("This could not be written down: %s", what)
    return next(waits, None)


def _wait(seconds: float, is_noted: bool) -> None:
    """Cut short when the process ends: one more try, if it is noted."""
    if is_noted:
        stopping.wait(seconds)
    else:
        time.sleep(seconds)
