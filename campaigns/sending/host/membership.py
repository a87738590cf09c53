"""Membership: does this machine belong to the installation that it would send for, as it is now?

Each process renews it every few seconds: it checks that the database contains what the machine has
seen (`marks`), waits for others where that is not enough (`witness`), and leaves a new mark. The
claim checks again, without writing.
"""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from campaigns.domain.translatable import Text, translatable
from campaigns.models import Installation, Machine

from . import (
    database_location,
    machine_file,
    machine_rows,
    marks,
    restore_guard,
    sent_log,
    witness,
)
from .machine_file import LOCK_WITHIN, Notes
from .process import standing
from .sent_log import SentLogLine


def join() -> None:
    """`keep` in a process that sends: others wait for this machine from now on."""
    if not standing.sends:
        standing.start_afresh(sends=True)
    keep()


def keep() -> None:
    """Renew the membership, if it is time. Raises django.db.Error. Never call it in a transaction:
    the notes must not be ahead of the database. A thread of a process that may not send yet waits
    for the one that asks."""
    if standing.is_sure and not standing.is_due():
        return
    if not standing.lock.acquire(blocking=not standing.is_sure):
        return
    try:
        if standing.is_due():
            _take_turn()
    finally:
        standing.lock.release()


def _take_turn() -> None:
    standing.asked.restart()
    try:
        with machine_file.locked(0.0 if standing.is_sure else LOCK_WITHIN) as is_ours:
            if is_ours:
                _renew()
            standing.renewed.restart()
    except OSError as error:
        standing.doubt(restore_guard.unwritable_text(error))


def _renew() -> None:
    notes = machine_file.read()
    if notes is None or notes.is_copied:
        machine_file.write(notes := machine_file.new(notes))
    sent_log.require_room()
    lines = sent_log.last_lines()
    if not notes.mark:
        restore_guard.this_installation()
    with transaction.atomic():  # so that nobody puts the tables back in between
        why, left = _mark_left(notes, lines)
    if left is not None:
        machine_file.write(left)
        standing.first[left.machine] = left.mark
    standing.why, standing.is_sure = why, why is None


def _mark_left(notes: Notes, lines: list[SentLogLine]) -> tuple[Text | None, Notes | None]:
    """Why this machine may not send, and what to note after the COMMIT if it left a mark."""
    found = marks.facts(notes)
    if foreign := why_foreign(notes, found, lines):
        standing.doubt(why := restore_guard.restored_text(foreign))
        machine_rows.write(notes, doubted=Now(), trusted=False)
        return why, None
    machines = machine_rows.admitted()
    own = own_row(notes, found, machines)
    standing.look_on(found.server, machines)
    waiting = None
    if not standing.is_sure:
        scene = witness.Scene(
            notes.machine,
            own,
            machines,
            standing.first,
            sends=standing.sends,
            has_log=bool(lines),
            was_in=notes.installation,
            is_in_place=is_in_place(found),
        )
        waiting = witness.why_waiting(scene, found)
    if own is None and waiting:
        machine_rows.doubt_no_more(notes)
        return waiting, None
    return waiting, _leave_mark(notes, found, is_sure=waiting is None)


def why_foreign(notes: Notes, found: Any, lines: list[SentLogLine]) -> Text | None:
    """What this machine knows and the database lacks, as the end of a sentence."""
    if found is None:
        return translatable("the database does not know its installation.")
    return restore_guard.why_foreign(lines, found) or marks.why_lacking(notes, found)


def is_in_place(found: Any) -> bool:
    """Is this surely the folder of the cluster in which a machine was at work last?"""
    return bool(found.folder_since) and found.folder_since == database_location.folder_since()


def own_row(notes: Notes, found: Any, machines: list[Machine]) -> Machine | None:
    """None if this machine is new here."""
    if not marks.is_known(notes, found):
        return None
    return next((one for one in machines if one.key == notes.machine), None)


def _leave_mark(notes: Notes, found: Any, *, is_sure: bool) -> Notes:
    columns: dict[str, object] = {"trusted": is_sure}
    if is_sure and standing.sends:
        columns["worked"] = Now()
    since = database_location.folder_since()
    if is_sure and not found.tables:
        Installation.objects.update(tables=database_location.Tables())
    if is_sure and since not in ("", found.folder_since):
        Installation.objects.update(folder_since=since)
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
