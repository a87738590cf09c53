"""Records as an Event that somebody tried what they may not do.

The event says who tried what, named as in the code, and on which campaign or application. Nothing
that was posted is stored.
"""

import logging
from datetime import timedelta

from django.db import DatabaseError

from campaigns.access import Actor, Denied
from campaigns.domain.audit.verbs import Verb
from campaigns.lib import database_clock
from campaigns.models import Application, Campaign, Event

from . import events

log = logging.getLogger("campaigns.audit")

QUIET = timedelta(minutes=1)
"""At most one event per person, thing and campaign in this time."""


def record_error(
    error: Denied,
    thing: str,
    *,
    campaign: Campaign | None = None,
    application: Application | None = None,
) -> None:
    """Record a service's refusal. `campaign` and `application` are those that the request or the
    command named; the error's own come first."""
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
    """Record that `actor` was refused `thing`. Call it after the refused transaction has ended.
    Logs a DatabaseError and never raises it: the refusal is answered whatever the database says."""
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
        at__gt=database_clock.now() - QUIET,
    ).exists()
