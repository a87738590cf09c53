"""Adoption: an operator confirms that this restored or copied installation may send again."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from campaigns.access import MACHINE, Actor
from campaigns.applications import pauses
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import Text
from campaigns.domain.workflow import RECALLS, Status
from campaigns.lib import database_clock, i18n
from campaigns.models import Campaign, Installation
from campaigns.sending.host.sent_log import SentLogLine
from campaigns.workflow.transitions import locked_campaign, to_draft

from .host import database_location, restore_guard, sent_log


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

    Campaigns that sent.log knows as sent go back to draft: they must not leave twice. The log is
    put aside last: after an interruption the same command does the rest.
    """
    pauses.require_pause_everything(actor)
    now = database_clock.now()
    lines = list(sent_log.all_lines())
    with transaction.atomic():
        why = restore_guard.why_foreign(lines)
        if why is None:
            return Adoption()
        adoption = Adoption(why, restore_guard.unknown_lines(lines))
        is_foreign_log = bool(restore_guard.foreign_lines(lines, restore_guard.this_installation()))
        for pk in _queued_again(adoption.sends):
            _recall(pk, adoption)
        Installation.objects.update(place=database_location.place())
        events.record(Verb.ADOPT, actor, comment=_comment(adoption), at=now)
    if adoption.sends or is_foreign_log:
        sent_log.retire(now)
    return adoption


def _queued_again(sends: list[SentLogLine]) -> list[int]:
    """Keys of waiting campaigns whose approval has left already: the same digest, or the same
    number in this installation."""
    here = restore_guard.this_installation().uuid.hex
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
