"""The only writer of Event."""

import logging
from datetime import datetime

from django.conf import settings

from campaigns.access import Actor
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move
from campaigns.lib import database_clock
from campaigns.models import Application, Campaign, Event, Submission

from . import pace

log = logging.getLogger("campaigns.audit")


# With neither campaign nor application it happened to the installation. `evidence` of the kept row
# that an event is about comes from `kept_rows`.
def record(
    verb: Move | Verb,
    actor: Actor,
    *,
    campaign: Campaign | None = None,
    application: Application | None = None,
    submission: Submission | None = None,
    source: str = "",
    target: str = "",
    comment: str = "",
    at: datetime | None = None,
    evidence: str = "",
) -> Event:
    """Record what happened. Raises NotAllowed for a person who changes too much."""
    pace.require_room(actor, verb)
    submission = submission or (campaign.submission if campaign else None)
    return Event.objects.create(
        at=at or database_clock.now(),
        actor=actor.user,
        os_user=actor.os_user,
        verb=verb,
        source=source,
        target=target,
        comment=comment,
        digest=submission.digest if submission else "",
        solo=settings.SOLO_MODE,
        evidence=evidence or None,
        campaign=campaign,
        application=campaign.application if campaign else application,
    )


def decision(campaign: Campaign) -> Event | None:
    """The event in which a person decided the outcome of the send; None if the provider's answer
    decided it."""
    event = campaign.events.filter(verb=Move.RESOLVE).select_related("actor").last()
    return event if event and event.at >= campaign.status_since else None
