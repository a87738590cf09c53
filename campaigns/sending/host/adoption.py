"""What an operator's word changes: this machine's notes and its row begin anew."""

from django.db.models.functions import Now

from campaigns.domain.translatable import Text
from campaigns.models import Installation

from . import database_location, machine_rows, marks, membership, witness
from .machine_file import Notes
from .sent_log import SentLogLine


def why_needed(notes: Notes, lines: list[SentLogLine]) -> Text | None:
    """Why this machine does not send, or would not if it were started now; None if it may."""
    found = marks.facts(notes)
    if why := membership.why_foreign(notes, found, lines):
        return why
    machines = machine_rows.admitted()
    own = membership.own_row(notes, found, machines)
    if own is not None and own.trusted and found.is_at_work:
        return None
    marks_now = {str(machine.key): machine.mark for machine in machines}
    scene = witness.Scene(
        notes.machine,
        own,
        machines,
        marks_now,
        sends=True,
        has_log=bool(lines),
        was_in=notes.installation,
        is_in_place=False,
    )
    return witness.why_waiting(scene, found)


def tie(notes: Notes) -> Notes:
    """The database is where it is now, and contains what this machine knows. Returns what to note
    after the COMMIT."""
    Installation.objects.update(
        place=database_location.place(),
        tables=database_location.Tables(),
        folder_since=database_location.folder_since(),
    )
    found = marks.facts(notes)
    return marks.leave(notes, found.uuid.hex, trusted=True, worked=Now(), adopted=Now())
