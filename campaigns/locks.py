"""What becomes of somebody whose lock did not come in time: a refusal that says to try again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, OperationalError

from campaigns.access import NotAllowed
from campaigns.domain.translatable import translatable
from campaigns.lib import contention

log = logging.getLogger(__name__)

BUSY = translatable("Try again in a moment: somebody else is working on this just now.")


class Busy(NotAllowed, OperationalError):
    """Somebody else holds the lock; nothing was written. To screens and commands a refusal, which
    keeps what was typed; to senders an error of the database, which passes."""


@contextmanager
def refusing_when_busy() -> Iterator[None]:
    """Goes around the transaction. Raises Busy where a lock did not come within LOCK_TIMEOUT."""
    try:
        yield
    except Busy:
        raise
    except Error as error:
        if contention.is_locked(error):
            raise Busy(BUSY) from error
        raise


@contextmanager
def busy_passes(pk: int) -> Iterator[None]:
    """For machines: whoever is Busy with campaign `pk` leaves it to the next tick."""
    try:
        yield
    except Busy:
        log.info("Campaign %d has to wait: somebody else holds its application's row.", pk)
