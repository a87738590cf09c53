"""Beat's scheduler: it adds no tick while enough wait, because a tick never expires."""

import logging
from typing import Any

from celery import beat

from campaigns.lib import broker

log = logging.getLogger(__name__)

ENOUGH = 3
"""Ticks that may wait. A worker that comes back needs one; the others let several workers share."""


class Scheduler(beat.Scheduler):
    """Keeps its schedule in no file: a tick that was missed while beat was down is not repeated."""

    def apply_async(
        self,
        entry: Any,
        producer: Any = None,
        advance: bool = True,
        **kwargs: Any,
    ) -> Any:
        """As Celery's, but None where enough wait or the broker refuses; a second later there is
        another tick. Celery would log two tracebacks for each that a broker refuses."""
        if advance:
            entry = self.reserve(entry)
        queue = entry.options.get("queue")
        try:
            if queue and broker.waiting(self.connection, queue) >= ENOUGH:
                return None
            return super().apply_async(entry, producer=producer, advance=False, **kwargs)
        except Exception as error:  # noqa: BLE001 (each broker raises its own, as Celery catches)
            log.error("The broker took no tick, the next one is tried in a second: %s", error)
            return None
