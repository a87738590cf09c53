"""What each machine that sends knows about itself: why it refuses, and how its clock goes."""

import logging
import socket
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils import timezone

from campaigns.domain.translatable import Text, translatable
from campaigns.lib import i18n
from campaigns.models import Heartbeat, Machine

from . import clock, restore_guard
from .interval import Interval

log = logging.getLogger(__name__)

REPORT_EVERY = 10.0
"""Seconds."""
HEARD = timedelta(seconds=60)
"""A fault that was not reported for so long is over, or its machine is gone."""
FORGOTTEN = timedelta(days=1)
"""Containers come and go under ever new names."""


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
    """Why this machine must not send now, as one sentence; None where it may."""
    return clock.fault() or restore_guard.breach()


def refuses(found: Text | None) -> bool:
    """Whether a fault was found: then it is logged and stored, for the pages to show."""
    if found is not None and (found != last_report.fault or last_report.row.is_due()):
        report(found)
    return found is not None


def refuses_early() -> bool:
    """Before anything is connected. What only the claim must know it asks itself, once for each
    send; here it is asked again where this machine refused lately."""
    return refuses(clock.fault() if last_report.fault is None else fault())


def report(found: Text | None) -> None:
    """Write this machine's row: at each heartbeat, and when it refuses to send."""
    if found is not None:
        log.error("Nothing is sent from here: %s", i18n.english(found))
    last_report.fault = found
    last_report.row.restart()
    ahead = clock.ahead_of_database()
    _write(fault=asdict(found) if found else None, ahead_of_database=ahead.total_seconds())
    Machine.objects.filter(seen__lt=timezone.now() - FORGOTTEN).delete()


def note_provider(ahead: float) -> None:
    """The gauge: seconds that this clock was ahead of the Date of an answer; of many answers at
    once one is enough. It is beside the point of a send and must not fail one."""
    if abs(ahead) > settings.MAX_CLOCK_SKEW:
        log.warning("Set this machine's clock: the provider's differs by %d s.", round(-ahead))
    elif not last_report.provider.is_due():
        return
    last_report.provider.restart()
    try:
        _write(ahead_of_provider=ahead)
    except Error:
        log.exception("This machine's clock could not be noted.")


def faults(now: datetime) -> list[Text]:
    """Of machines that refuse to send at present, each with its name."""
    heard = Machine.objects.filter(seen__gt=now - HEARD, fault__isnull=False)
    return [
        translatable("%(machine)s sends nothing: %(why)s", machine=one.name, why=_text(one.fault))
        for one in heard
        if one.fault
    ]


def warnings(now: datetime) -> list[Text]:
    """What an operator should see to: faults, a tick that does not run, and clocks that the
    provider does not share."""
    known = Machine.objects.filter(ahead_of_provider__isnull=False)
    wrong = [one for one in known if abs(one.ahead_of_provider or 0) > settings.MAX_CLOCK_SKEW]
    return [
        *faults(now),
        *(
            translatable(
                "Start beat and the tick worker, or dispatch: nothing has ticked since %(at)s.",
                at=pulse.at,
            )
            for pulse in Heartbeat.objects.filter(at__lt=now - HEARD)
        ),
        *(
            translatable(
                "Set the clock of %(machine)s: at its last answer the provider's differed by"
                " %(seconds)d s, and each signature carries the time.",
                machine=one.name,
                seconds=round(abs(one.ahead_of_provider or 0)),
            )
            for one in wrong
        ),
    ]


def _text(stored: dict[str, Any]) -> Text:
    params = {
        name: _text(value) if isinstance(value, dict) else value
        for name, value in stored["params"].items()
    }
    return Text(**{**stored, "params": params})


def _write(**columns: object) -> None:
    columns["seen"] = timezone.now()
    Machine.objects.update_or_create(name=socket.gethostname(), defaults=columns)
