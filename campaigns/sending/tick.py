"""The tick: every second it enqueues campaigns that are due, misses those whose window is over, and
reaps those that were claimed too long ago.

Any number of ticks may run at once: their updates are conditional, and what they enqueue is only
a hint.
"""

import logging
from collections.abc import Callable
from datetime import date

from campaigns.audit import seals
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock
from campaigns.models import Campaign, Heartbeat
from campaigns.sending.host.interval import Interval

from . import overdue
from .host import clock, readiness
from .send import AHEAD

log = logging.getLogger(__name__)

HEARTBEAT_EVERY = 10.0
"""Seconds."""


class Pulse:
    """What this process did at its last heartbeat: whether its clock was right then, and the day
    (UTC) on which it last logged the head of the audit chain."""

    def __init__(self) -> None:
        self.start_afresh()

    def start_afresh(self) -> None:
        """As in a process whose first heartbeat is due."""
        self.beat = Interval(HEARTBEAT_EVERY)
        self.clock_is_right = True
        self.head_logged: date | None = None


pulse = Pulse()


def tick(enqueue: Callable[[int], object]) -> None:
    """Look at the database once; call `enqueue` with the id of each due campaign."""
    is_beat = _beat()
    look(enqueue)
    if is_beat:
        _seal()


def look(enqueue: Callable[[int], object]) -> None:
    if not pulse.clock_is_right or clock.jump_fault():
        return
    now = database_clock.now()
    rows = Campaign.objects.needing_the_tick(
        due_by=now + AHEAD, now=now, claimed_before=overdue.claimed_before(now)
    )
    for pk, status, over in rows.values_list("pk", "status", "submission__send_before"):
        try:
            _handle(pk, status, over < now, enqueue)
        except Exception:
            log.exception("Campaign %d could not be seen to; the next tick tries again.", pk)


def _handle(pk: int, status: str, is_over: bool, enqueue: Callable[[int], object]) -> None:
    if (is_over or status == Status.SENDING) and not clock.is_right():
        return
    if status == Status.SENDING:
        overdue.reap(pk)
    elif is_over:
        overdue.miss(pk)
    else:
        enqueue(pk)


def _beat() -> bool:
    """Write the heartbeat, if it is time again; returns whether it was."""
    if not pulse.beat.is_due():
        return False
    pulse.beat.restart()
    pulse.clock_is_right = clock.is_right()
    readiness.report(readiness.fault())
    Heartbeat.objects.update_or_create(only=True, defaults={"at": database_clock.now()})
    return True


def _seal() -> None:
    """Seal new events; last, so that due campaigns never wait for it."""
    today = database_clock.now().date()
    try:
        seals.seal_pending(log_head=pulse.head_logged != today)
    except Exception:
        log.exception("Events could not be sealed; the next heartbeat tries again.")
    else:
        pulse.head_logged = today
