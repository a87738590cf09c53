"""Witnesses: who vouches for the database before a machine sends that cannot tell by itself?

A machine whose notes agree with the database may still be older than what was sent: it was off, or
it is new here. A row alone proves little, since a restored database brings its rows back. What
changes while this process looks on does: another machine leaves a new mark only where the database
contains what that machine has seen. So does a row of the last minute, where the cluster's folder
and the tables are those of before: only a snapshot of the disk could be back so soon.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.translatable import Text, translatable
from campaigns.models import Attempt, Machine

from . import database_location
from .machine_rows import TOGETHER


@dataclass(frozen=True)
class Scene:
    """What a process of the machine `key` sees: its `own` row, None if it is new here; all rows;
    `first`: key -> mark when it looked first; `sends`: can it send, or does it only tick? `was_in`:
    the installation that admitted it before, "" if none did."""

    key: str
    own: Machine | None
    machines: list[Machine]
    first: dict[str, str]
    sends: bool
    has_log: bool
    was_in: str
    is_in_place: bool

    @property
    def others(self) -> list[Machine]:
        return [one for one in self.machines if one.key != self.key]

    def is_alive(self, machine: Machine) -> bool:
        """Has it left a new mark since this process looks on, or surely a minute ago at most?"""
        if machine.mark != self.first.get(str(machine.key), ""):
            return True
        return self.is_in_place and machine.is_at_work  # type: ignore[attr-defined]


def why_waiting(scene: Scene, installation: Any) -> Text | None:
    """Why this machine, whose notes agree with the database, must not send yet; None if it may."""
    for machine in scene.others:
        if machine.is_doubting:  # type: ignore[attr-defined]
            return translatable(
                "%(machine)s has seen more than the database contains: run dispatch --adopt there"
                " too, or stop it.",
                machine=machine.name,
            )
    if any(machine.trusted and scene.is_alive(machine) for machine in scene.machines):
        return None
    own = scene.own
    if own is None or own.worked is None:
        return None if _is_first(scene, installation) else _new_here(scene.others)
    missing = [one for one in _peers(own, own.worked, scene.others) if not scene.is_alive(one)]
    if not missing:
        return None
    return translatable(
        "Start %(machines)s, at work when this machine was last; or have an operator run dispatch"
        " --adopt here, if nothing was sent since.",
        machines=_names(missing),
    )


def _peers(own: Machine, since: datetime, others: Iterable[Machine]) -> list[Machine]:
    """The machines that may have sent after `own`, at work last at `since`, stopped. An adoption is
    no work: an operator said that what was sent before it is known."""
    since -= TOGETHER
    if own.adopted is not None:
        since = max(since, own.adopted)
    worked = [one for one in others if one.worked and one.worked != one.adopted]
    return [one for one in worked if one.worked and one.worked > since]


def _is_first(scene: Scene, installation: Any) -> bool:
    """May a machine without a witness begin? Where none was ever at work: if nothing has left the
    database where it was migrated, or if its sent.log, which the database knows, is of the release
    that had no marks. A machine that was admitted before knows better than a database that does not
    know it."""
    if not scene.sends or scene.was_in or any(machine.worked for machine in scene.others):
        return False
    return scene.has_log or (not has_sent() and _is_where_it_was_made(installation))


def has_sent() -> bool:
    """Is there an attempt whose first byte may have left?"""
    return Attempt.objects.exclude(outcome=Outcome.NOT_SENT).exists()


def _is_where_it_was_made(installation: Any) -> bool:
    """Only this tells that a cluster's folder was put back to before any machine was at work."""
    now = database_location.folder_since()
    return not now or installation.folder_since in ("", now)


def _new_here(others: Iterable[Machine]) -> Text:
    known = [machine for machine in others if machine.worked]
    if not known:
        return translatable(
            "This machine is new here, and pushes may have been sent before: find out which, then"
            " have an operator run dispatch --adopt here."
        )
    return translatable(
        "This machine is new here: start %(machines)s, which agrees within seconds if the database"
        " is complete, or have an operator run dispatch --adopt here.",
        machines=_names(known),
    )


def _names(machines: Iterable[Machine]) -> str:
    """The one that was at work last first."""
    latest = sorted(machines, key=lambda one: one.worked.timestamp() if one.worked else 0)
    return ", ".join(machine.name for machine in reversed(latest[-3:]))
