"""Retries a write that must not be lost while the database is unreachable."""

import logging
import time
from collections.abc import Callable

from django.db import Error, connection

log = logging.getLogger(__name__)

AGAIN_AFTER = (1, 2, 4, 8, 16)
"""Seconds between tries."""


def persist(write: Callable[[], None], what: object) -> None:
    """Call `write` until it succeeds, at most 6 times in about 31 s; raises the last
    django.db.Error. Each failure logs `what`, which is stored nowhere else."""
    for wait in (*AGAIN_AFTER, None):
        try:
            write()
            return
        except Error:
            log.exception("This could not be written down: %s", what)
            connection.close()
            if wait is None:
                raise
            time.sleep(wait)
