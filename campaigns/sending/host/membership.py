"""Membership: does this machine belong to the installation that it would send for, as it is now?

Each process renews it every few seconds: it checks that the database contains what the machine has
seen (`marks`), waits for others where that is not enough (`witness`), and leaves a new mark. The
claim checks again, without writing.
"""

import threading
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from campaigns.domain.translatable import Text, translatable
from campaigns.models import Installation, Machine

from . import database_location, machine_file, machine_rows, marks, restore_guard, sent_log, witness
from .interval import Interval
from .machine_file import Notes
from .sent_log import SentLogLine

RENEW_EVERY = 5.0
"""Seconds between two marks of a process: the longest that a machine which joins waits for one."""
ASK_EVERY = 1.0
"""Seconds between two looks of a process that may not send yet."""


class Standing:
    """What this process knows: may it send (`is_sure`), if not why; on which start of the server;
    and the mark of each machine when it began to look on."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.start_afresh()

    def start_afresh(self, *, sends: bool = False) -> None:
        """As in a process that has not looked yet. `sends`: it can send, not only tick."""
        self.sends, self.is_sure = sends, False
        self.why: Text | None = None
        self.server: str | None = None
        self.first: dict[str, str] = {}
        self.asked, self.renewed = Interval(ASK_EVERY), Interval(RENEW_EVERY)

    def is_due(self) -> bool:
        return self.renewed.is_due() if self.is_sure else self.asked.is_due()

    def look_on(self, server: str, machines: list[Machine]) -> None:
        """Look on from now, unless it does since before the server's last start."""
        if self.server != server:
            self.is_sure, self.server = False, server
            self.first = {str(machine.key): machine.mark for machine in machines}

    def doubt(self, why: Text) -> None:
        self.is_sure, self.server, self.why = False, None, why


standing = Standing()


def join() -> None:
    """`keep` in a process that sends: others wait for this machine from now on."""
    if not standing.sends:
        standing.start_afresh(sends=True)
    keep()


def look_again() -> None:
    """Let this process renew its membership at the next occasion, as at its start."""
    standing.start_afresh(sends=standing.sends)


def keep() -> None:
    """Renew the membership, if it is time. Raises django.db.Error. Never call it in a transaction:
    the notes must not be ahead of the database."""
    if not standing.is_due() or not standing.lock.acquire(blocking=not standing.is_sure):
        return
    try:
        if standing.is_due():
            _take_turn()
    finally:
        standing.lock.release()


def _take_turn() -> None:
    standing.asked.restart()
    try:
        with machine_file.locked() as is_ours:
            if is_ours:
                _renew()
                standing.renewed.restart()
    except OSError as error:
        standing.doubt(restore_guard.unwritable_text(error))


def _renew() -> None:
    notes = machine_file.read()
    if notes is None:
        machine_file.write(notes := machine_file.new())
    sent_log.require_room()
    lines = sent_log.last_lines()
    if not notes.mark:
        restore_guard.this_installation()
    with transaction.atomic():  # so that nobody puts the tables back in between
        left = _mark_left(notes, lines)
    if left is not None:
        machine_file.write(left)
        standing.first[left.machine] = left.mark


def _mark_left(notes: Notes, lines: list[SentLogLine]) -> Notes | None:
    """What to note after the COMMIT; None where no mark was left."""
    found = marks.facts(notes)
    if why := why_foreign(notes, found, lines):
        standing.doubt(restore_guard.restored_text(why))
        machine_rows.write(notes, doubted=Now(), trusted=False)
        return None
    machines = machine_rows.admitted()
    own = own_row(notes, found, machines)
    if standing.is_sure and own is not None and _slept(own):
        standing.server = None
    standing.look_on(found.server, machines)
    if not standing.is_sure:
        scene = witness.Scene(own, machines, standing.first, standing.sends, bool(lines))
        standing.why = witness.why_waiting(scene, found)
        standing.is_sure = standing.why is None
    if own is None and notes.is_copied:
        notes = machine_file.new()
    return _leave_mark(notes, found) if standing.is_sure or own is not None else None


def why_foreign(notes: Notes, found: Any, lines: list[SentLogLine]) -> Text | None:
    """What this machine knows and the database lacks, as the end of a sentence."""
    if found is None:
        return translatable("the database does not know its installation.")
    return restore_guard.why_foreign(lines, found) or marks.why_lacking(notes, found)


def own_row(notes: Notes, found: Any, machines: list[Machine]) -> Machine | None:
    """None if this machine is new here."""
    if not marks.is_known(notes, found):
        return None
    return next((one for one in machines if one.key == notes.machine), None)


def _slept(own: Machine) -> bool:
    """Was this machine away for so long that others need not have waited for it?"""
    now = own.now  # type: ignore[attr-defined]
    return own.worked is not None and now - own.worked > witness.TOGETHER


def _leave_mark(notes: Notes, found: Any) -> Notes:
    columns: dict[str, object] = {"trusted": standing.is_sure}
    if standing.is_sure and standing.sends:
        columns["worked"] = Now()
    if standing.is_sure and not found.tables:
        Installation.objects.filter(tables="").update(tables=database_location.Tables())
    return marks.leave(notes, found.uuid.hex, **columns)


def breach() -> Text | None:
    """Why nothing may be claimed on this machine now; None if claims are allowed. Only reads."""
    try:
        sent_log.require_room()
        lines = sent_log.last_lines()
        return _breach(lines) and _breach(lines)
    except OSError as error:
        return restore_guard.unwritable_text(error)


def _breach(lines: list[SentLogLine]) -> Text | None:
    """Asked twice where it finds a fault: another process may have left a mark in between."""
    notes = machine_file.read()
    found = marks.facts(notes)
    why = why_foreign(notes or machine_file.new(), found, lines)
    if why is not None:
        return restore_guard.restored_text(why)
    if standing.why is not None and not standing.is_sure:
        return standing.why
    if notes and marks.is_known(notes, found) and _is_current(found):
        return None
    return translatable("This machine makes sure that the database is complete: wait some seconds.")


def _is_current(found: Any) -> bool:
    is_same = standing.is_sure and standing.server == found.server
    return is_same and (found.is_at_work or not standing.sends)
