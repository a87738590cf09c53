"""Retries a write that must not be lost while the database is unreachable."""

import logging
import time
from collections.abc import Callable

from django.db import Error, connection

from . import contention

log = logging.getLogger(__name__)

AGAIN_AFTER = (1, 2, 4, 8, 16)
"""Seconds between tries."""
LOCKED_FOR = 120
"""Seconds for which a lock is waited for before it counts as a failure: other sessions than the
console's have no limit, and what was sent must not be forgotten for somebody who types in psql."""


def persist(write: Callable[[], None], what: object) -> None:
    """Call `write` until it succeeds, at most 6 times in about 31 s, after LOCKED_FOR at most;
    raises the last django.db.Error. Each failure logs `what`, which is stored nowhere else."""
    began, waits = time.monotonic(), iter(AGAIN_AFTER)
    while True:
        try:
            return write()
        except Error as error:
            connection.close()
            if contention.is_locked(error) and time.monotonic() - began < LOCKED_FOR:
                log.warning("A lock has to be waited for to write down: %s", what)
                time.sleep(1)
                continue
            log.exception("This could not be written down: %s", what)
            wait = next(waits, None)
            if wait is None:
                raise
        time.sleep(wait)
