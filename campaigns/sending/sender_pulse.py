"""The senders' heartbeat, as a process that sends writes it."""

import logging

from django.db import Error

from . import heartbeats
from .host import readiness
from .host.interval import Interval

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two heartbeats of one process that has much to send: together with the 10 s
between two questions less than `heartbeats.SILENT`."""

last = Interval(EVERY)


def note_taken() -> None:
    """A sender of this process has taken up a message. Writes the heartbeat, at most once in EVERY,
    unless this machine refuses to send. A database error is logged: it must not fail a send."""
    if not last.is_due():
        return
    last.restart()
    try:
        if not readiness.refuses_early():
            heartbeats.note_sender()
    except Error:
        log.exception("The senders' heartbeat could not be written.")
