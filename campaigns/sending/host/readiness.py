"""Readiness: whether this machine may send, and if not, why; stored per machine for the pages."""

import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error

from campaigns.domain.translatable import Text, translatable
from campaigns.lib import database_clock, i18n
from campaigns.models import Machine
from campaigns.sending import heartbeats

from . import clock, machine_rows, membership, release
from .interval import Interval

log = logging.getLogger(__name__)

REPORT_EVERY = 10.0
"""Seconds."""
HEARD = timedelta(seconds=60)
"""A fault not reported for this long is over, or its machine is gone."""


class LastReport:
    """What this process reported last: its fault, and when the row and the provider's Date were
    written."""

    def __init__(self) -> None:
        self.start_afresh()

    def start_afresh(self) -> None:
        """As in a process that has reported nothing yet."""
        self.fault: Text | None = None
        self.row = Interval(REPORT_EVERY)
        self.provider = Interval(REPORT_EVERY)


last_report = LastReport()


def fault() -> Text | None:
    """Why this machine must not send now, as one sentence; None if it may. Not for a transaction,
    as it renews the machine's membership."""
    membership.keep()
    return clock.fault() or release.fault() or membership.breach()


def refuses(found: Text | None) -> bool:
    """Is `found` a fault? Then it is logged, and stored for the pages."""
    if found is not None and (found != last_report.fault or last_report.row.is_due()):
        report(found)
    return found is not None


def refuses_early() -> bool:
    """`refuses` before a connection is opened: the clock only, as the claim checks the rest; all of
    it if this machine refused lately."""
    membership.join()
    return refuses(clock.fault() if last_report.fault is None else fault())


def look() -> None:
    """Report if it is time, or if the machine's fault has changed."""
    found = fault()
    if found != last_report.fault or last_report.row.is_due():
        report(found)


def report(found: Text | None) -> None:
    """Write this machine's row: at each heartbeat, and when the machine refuses to send."""
    if found is not None:
        log.error("Nothing is sent from here: %s", i18n.english(found))
    last_report.fault = found
    last_report.row.restart()
    ahead = clock.ahead_of_database()
    stored = asdict(found) if found else None
    machine_rows.write(fault=stored, ahead_of_database=ahead.total_seconds())
    machine_rows.forget(database_clock.now())


def note_provider(ahead: float) -> None:
    """Store how many seconds the clock that signs was ahead of an answer's Date, at most once in
    REPORT_EVERY unless it is too far ahead. A database error is logged: it must not fail a send."""
    if abs(ahead) > settings.MAX_CLOCK_SKEW:
        log.warning("Set the clocks: the provider's differs by %d s.", round(-ahead))
    elif not last_report.provider.is_due():
        return
    last_report.provider.restart()
    try:
        machine_rows.write(ahead_of_provider=ahead)
    except Error:
        log.exception("This machine's clock could not be noted.")


def faults(now: datetime) -> list[Text]:
    """The faults of the machines that refuse to send at present, each with the machine's name."""
    heard = Machine.objects.filter(seen__gt=now - HEARD, fault__isnull=False)
    return [
        translatable(
            "%(machine)s sends nothing: %(why)s", machine=machine.name, why=_text(machine.fault)
        )
        for machine in heard
        if machine.fault
    ]


def warnings(now: datetime) -> list[Text]:
    """What an operator should mend: faults of machines, a tick or senders that do not run, and
    clocks that differ from the provider's."""
    measured = Machine.objects.filter(ahead_of_provider__isnull=False)
    wrong = [
        machine
        for machine in measured
        if abs(machine.ahead_of_provider or 0) > settings.MAX_CLOCK_SKEW
    ]
    return [
        *faults(now),
        *heartbeats.read(now).silences(),
        *(
            translatable(
                "Set the clocks: at the last answer to %(machine)s the provider's differed by"
                " %(seconds)d s, and each signature carries the time.",
                machine=machine.name,
                seconds=round(abs(machine.ahead_of_provider or 0)),
            )
            for machine in wrong
        ),
    ]


def _text(stored: dict[str, Any]) -> Text:
    params = {
        name: _text(value) if isinstance(value, dict) else value
        for name, value in stored["params"].items()
    }
    return Text(**{**stored, "params": params})
