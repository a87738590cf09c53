"""An operator's word that this restored or copied installation is the one that goes on sending."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.access import MACHINE, Actor
from campaigns.applications import pauses
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import Text
from campaigns.domain.workflow import RECALLS, Status
from campaigns.lib import i18n
from campaigns.models import Campaign, Installation
from campaigns.sending.host.sent_log import Line
from campaigns.workflow.transitions import locked_campaign, to_draft

from .host import database_location, restore_guard, sent_log


@dataclass(frozen=True)
class Adoption:
    """`why` is None where there was nothing to adopt. `sends` left this machine and the database
    does not know of them; `stopped` are campaigns that would have left again."""

    why: Text | None = None
    sends: list[Line] = field(default_factory=list)
    stopped: list[int] = field(default_factory=list)


def adopt(actor: Actor) -> Adoption:
    """From here on this database and this machine belong together. Raises NotAllowed, OSError.

    What the log knows to have left is taken back from the queue: it must not leave twice. The log
    is put aside last: cut off before that, the same command does the rest.
    """
    pauses.require_all(actor)
    now = timezone.now()
    noted = list(sent_log.every())
    with transaction.atomic():
        why = restore_guard.why_foreign(noted)
        if why is None:
            return Adoption()
        found = Adoption(why, restore_guard.missing(noted))
        is_strange = bool(restore_guard.strange(noted, restore_guard.this()))
        for pk in _queued(found.sends):
            _stop(pk, found)
        Installation.objects.update(place=database_location.place())
        events.record(Verb.ADOPT, actor, comment=_comment(found), at=now)
    if found.sends or is_strange:
        sent_log.retire(now)
    return found


def _queued(sends: list[Line]) -> list[int]:
    """Campaigns with the very approval that has left, and those of the same number here."""
    here = restore_guard.this().uuid.hex
    numbers = [line.campaign for line in sends if line.installation == here]
    same = Q(pk__in=numbers) | Q(submission__digest__in=[line.digest for line in sends])
    waiting = Q(status__in=list(RECALLS))
    return list(Campaign.objects.filter(same, waiting).order_by("pk").values_list("pk", flat=True))


def _stop(pk: int, found: Adoption) -> None:
    with locked_campaign(pk) as campaign:
        recall = RECALLS.get(Status(campaign.status))
        if recall is None:
            return
        to_draft(campaign, recall, actor=MACHINE, comment="sent.log says that it left before.")
        found.stopped.append(pk)


def _comment(found: Adoption) -> str:
    ids = ", ".join(line.request_id for line in found.sends)
    why = i18n.english(found.why) if found.why else ""
    return f"{why} Sent and not known here: {ids or 'nothing'}."
