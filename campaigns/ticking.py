"""The tick: finds what is due, over or stale, every second, and leaves the sending to others.

Any number of ticks may run at once: what they write is conditional, what they enqueue is a hint.
"""

import logging
import time
from collections.abc import Callable

from django.utils import timezone

from . import clock, recording
from .domain.workflow import Status
from .models import Campaign, Heartbeat
from .sending import AHEAD

log = logging.getLogger(__name__)

HEARTBEAT_EVERY = 10.0
"""Seconds."""


class _Pulse:
    """When this process last wrote the heartbeat, and whether its clock was right then."""

    beat_at = -HEARTBEAT_EVERY
    clock_is_right = True


def tick(enqueue: Callable[[int], object]) -> None:
    """One look at the database; `enqueue` is called with each campaign id that is due."""
    _beat()
    if not _Pulse.clock_is_right:
        log.error("Set this machine's clock: it differs from the database's. Nothing is sent.")
        return
    now = timezone.now()
    rows = Campaign.objects.needing_the_tick(
        due_by=now + AHEAD, now=now, claimed_before=recording.claimed_before(now)
    )
    for pk, status, over in rows.values_list("pk", "status", "submission__send_before"):
        try:
            _see_to(pk, status, over < now, enqueue)
        except Exception:
            log.exception("Campaign %d could not be seen to; the next tick tries again.", pk)


def _see_to(pk: int, status: str, is_over: bool, enqueue: Callable[[int], object]) -> None:
    if status == Status.SENDING:
        recording.reap(pk)
    elif is_over:
        recording.miss(pk)
    else:
        enqueue(pk)


def _beat() -> None:
    if time.monotonic() - _Pulse.beat_at < HEARTBEAT_EVERY:
        return
    _Pulse.beat_at = time.monotonic()
    _Pulse.clock_is_right = clock.is_right()
    Heartbeat.objects.update_or_create(only=True, defaults={"at": timezone.now()})
