"""The beat of a program that ticks or sends: a thread that reports this machine's readiness.

Without it a push worker that has nothing to send would leave no mark, and vouch for nobody.
"""

import logging
import threading

from django.db import close_old_connections, connection

from . import process, readiness

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds."""


def start(*, sends: bool) -> threading.Event:
    """Start the thread; it ends with the program, or when the event is set. `sends`: this program
    can send, it does not only tick."""
    if sends:
        process.standing.sends = True
    stop = threading.Event()
    threading.Thread(target=_beat, args=[stop], name="beat", daemon=True).start()
    return stop


def _beat(stop: threading.Event) -> None:
    while True:
        try:
            if process.standing.is_due():
                close_old_connections()
                readiness.look()
        except Exception:
            log.exception("This machine's readiness could not be reported; it is tried again.")
            connection.close()
        if stop.wait(LOOK_EVERY):
            connection.close()
            return
