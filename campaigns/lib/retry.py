"""What must be written down even where the database is away for a while."""

import logging
import time
from collections.abc import Callable

from django.db import Error, connection

log = logging.getLogger(__name__)

AGAIN_AFTER = (1, 2, 4, 8, 16)
"""Seconds between tries."""


def persist(write: Callable[[], None], what: object) -> None:
    """Call `write` until the database takes it; raises the last error when it never does. `what`
    is in the log then, for it stands nowhere else."""
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
