"""Adoption: an operator confirms that this restored or copied installation may send again."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from campaigns.access import MACHINE, Actor
from campaigns.applications import pauses
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import Text
from campaigns.domain.workflow import RECALLS, Status
from campaigns.lib import database_clock, i18n
from campaigns.models import Campaign
from campaigns.sending.host.sent_log import SentLogLine
from campaigns.workflow.transitions import locked_campaign, to_draft

from .host import adoption, machine_file, process, restore_guard, sent_log


@dataclass(frozen=True)
class Adoption:
    """`why`: the reason why sending had stopped, None if there was nothing to adopt. `sends`: lines
    of sent.log that the database does not know. `stopped`: keys of the campaigns that were taken
    back to draft, because they would have left twice."""

    why: Text | None = None
    sends: list[SentLogLine] = field(default_factory=list)
    stopped: list[int] = field(default_factory=list)


def adopt(actor: Actor) -> Adoption:
    """Tie this database to this machine. Raises NotAllowed, OSError.

    Campaigns that sent.log knows as sent go back to draft: they must not leave twice. This
    machine's notes are made anew, and the log is put aside last: after an interruption the same
    command does the rest. Another machine that has seen more has to be adopted too.
    """
    pauses.require_pause_everything(actor)
    with machine_file.locked() as is_ours:
        if not is_ours:
            raise OSError("Another program of this machine holds it.")
        return _adopt(actor, database_clock.now())


def _adopt(actor: Actor, now: datetime) -> Adoption:
    lines = list(sent_log.all_lines())
    notes = machine_file.read()
    if notes is None or notes.is_copied:
        notes = machine_file.new()
    here = restore_guard.this_installation()
    with transaction.atomic():
        why = adoption.why_needed(notes, lines)
        if why is None:
            return Adoption()
        done = Adoption(why, restore_guard.unknown_lines(lines))
        is_foreign_log = bool(restore_guard.foreign_lines(lines, here))
        for pk in _queued_again(done.sends, here.uuid.hex):
            _recall(pk, done)
        events.record(Verb.ADOPT, actor, comment=_comment(done), at=now)
        notes = adoption.tie(notes)
    machine_file.write(notes)
    process.look_again()
    if done.sends or is_foreign_log:
        sent_log.retire(now)
    return done


def _queued_again(sends: list[SentLogLine], here: str) -> list[int]:
    """Keys of waiting campaigns whose approval has left already: the same digest, or the same
    number in this installation."""
    numbers = [line.campaign for line in sends if line.installation == here]
    same = Q(pk__in=numbers) | Q(submission__digest__in=[line.digest for line in sends])
    waiting = Q(status__in=list(RECALLS))
    return list(Campaign.objects.filter(same, waiting).order_by("pk").values_list("pk", flat=True))


def _recall(pk: int, adoption: Adoption) -> None:
    with locked_campaign(pk) as campaign:
        recall = RECALLS.get(Status(campaign.status))
        if recall is None:
            return
        to_draft(campaign, recall, actor=MACHINE, comment="sent.log says that it left before.")
        adoption.stopped.append(pk)


def _comment(adoption: Adoption) -> str:
    ids = ", ".join(line.request_id for line in adoption.sends)
    why = i18n.english(adoption.why) if adoption.why else ""
    return f"{why} Sent and not known here: {ids or 'nothing'}."
