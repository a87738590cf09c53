"""Retries a write that must not be lost while the database is unreachable."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import Error, connection

log = logging.getLogger(__name__)

AGAIN_AFTER = (1, 2, 4, 8, 16, *[30] * 19)
"""Seconds between tries: 10 minutes, as a database is away for in a failover or a restart."""

stopping = threading.Event()
"""Set while this process ends: what is noted elsewhere is no longer waited for."""


def persist(write: Callable[[], None], what: object, *, is_noted: bool = False) -> None:
    """Call `write` until it succeeds, for about 10 minutes; raises the last django.db.Error. Each
    failure logs `what`. `is_noted`: it is on disk too, and will be written at the next start."""
    for wait in (*AGAIN_AFTER, None):
        try:
            write()
            return
        except Error:
            log.exception("This could not be written down: %s", what)
            connection.close()
            if wait is None or (is_noted and stopping.is_set()):
                raise
            _wait(wait, is_noted)


def _wait(seconds: float, is_noted: bool) -> None:
    """Cut short when the process ends: one more try, if it is noted."""
    if is_noted:
        stopping.wait(seconds)
    else:
        time.sleep(seconds)
