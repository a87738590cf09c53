"""Who tried what they may not do, kept as events beside everything else that people did.

Nothing of what was posted is kept: only who, what by its name in the code, and on what.
"""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from campaigns.access import Actor, Denied
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Application, Campaign, Event

from . import events

log = logging.getLogger("campaigns.audit")

QUIET = timedelta(minutes=1)
"""One event per person and thing in this time: a script that tries again fills no table."""


def of(
    error: Denied,
    thing: str,
    *,
    campaign: Campaign | None = None,
    application: Application | None = None,
) -> None:
    """A rule of the services said no to somebody, who named this campaign or application."""
    record(
        error.actor,
        thing,
        campaign=error.campaign or campaign,
        application=error.application or application,
    )


def record(
    actor: Actor,
    thing: str,
    *,
    campaign: Campaign | None = None,
    application: Application | None = None,
) -> None:
    """Called after the transaction of what was refused has ended. Never raises: whoever is refused
    is told so, whatever the database says."""
    try:
        if not _is_repeated(actor, thing, campaign):
            events.record(
                Verb.DENIED, actor, campaign=campaign, application=application, comment=thing
            )
    except DatabaseError:
        log.exception("A refusal could not be recorded: %s, %s", actor.user, thing)


def _is_repeated(actor: Actor, thing: str, campaign: Campaign | None) -> bool:
    return Event.objects.filter(
        verb=Verb.DENIED,
        actor=actor.user,
        campaign=campaign,
        comment=thing,
        at__gt=timezone.now() - QUIET,
    ).exists()
