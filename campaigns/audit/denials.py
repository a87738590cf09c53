"""Records as an Event that somebody tried what they may not do.

The event says who tried what, named as in the code, and on which campaign or application. Nothing
that was typed is stored, and nothing typed decides how much is.

What a stranger tries, who may not see the campaign, stands in the owners' log and is no part of the
campaign's history: the event has no campaign, its comment says which one.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from campaigns import access
from campaigns.access import Actor, Denied
from campaigns.domain.audit.verbs import Verb
from campaigns.lib import contention, database_clock
from campaigns.models import Application, Campaign, Event

from . import events

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
"""The words that may stand before a place; every other method is OTHER_METHOD."""
OTHER_METHOD = "OTHER"
QUIET = timedelta(minutes=1)
"""At most one event per person, place and campaign in this time; of strangers one per place."""
PER_MINUTE, PER_HOUR = 10, 60
"""The most events of one person, whatever they try: more tell an auditor nothing new."""


def record_error(
    error: Denied,
    thing: str,
    *,
    campaign: Campaign | None = None,
    application: Application | None = None,
    is_through: bool = True,
) -> None:
    """Record a service's refusal. `campaign` and `application` are those that the request or the
    command named; the error's own come first."""
    record(
        error.actor,
        thing,
        campaign=error.campaign or campaign,
        application=error.application or application,
        is_through=is_through,
    )


def record(
    actor: Actor,
    thing: str,
    *,
    campaign: Campaign | None = None,
    application: Application | None = None,
    is_through: bool = True,
) -> None:
    """Record that `actor` was refused `thing`. Call it after the refused transaction has ended.
    Logs a DatabaseError and never raises it: the refusal is answered whatever the database says.

    `is_through`: False for who has not given their code yet: of another team's they write nothing.
    """
    owner = campaign.application if campaign else application
    may_see = owner is None or _may_see(actor.user, owner)
    if not (may_see or is_through):
        return
    if campaign and not (may_see and is_through):
        thing, campaign = f"{thing}, campaign {campaign.pk}", None
    try:
        with transaction.atomic():
            _record(actor, thing, campaign, owner)
    except DatabaseError:
        events.log.exception("A refusal could not be recorded: %s, %s", actor.user, thing)


def _record(
    actor: Actor, thing: str, campaign: Campaign | None, application: Application | None
) -> None:
    """One after another for each person, or as many as come at once would find room."""
    contention.hold("denials", actor.user.pk if actor.user else 0)
    if not _is_enough(actor, thing, campaign):
        events.record(Verb.DENIED, actor, campaign=campaign, application=application, comment=thing)


def _may_see(user: User | None, application: Application) -> bool:
    """True too for whoever works on this machine without a name."""
    return user is None or (user.is_staff and access.may(user, access.VIEW, application))


def _is_enough(actor: Actor, thing: str, campaign: Campaign | None) -> bool:
    now = database_clock.now()
    own = Event.objects.filter(verb=Verb.DENIED, actor=actor.user).order_by("-pk")
    last = list(own.values_list("at", "comment", "campaign")[:PER_HOUR])
    if len(last) == PER_HOUR and last[-1][0] > now - timedelta(hours=1):
        return True
    lately = [(_place(comment), where) for at, comment, where in last if at > now - QUIET]
    return len(lately) >= PER_MINUTE or (_place(thing), campaign and campaign.pk) in lately


def _place(thing: str) -> str:
    """`thing` without the method and without the campaign of a stranger."""
    place, _comma, _campaign = thing.partition(",")
    method, _space, rest = place.partition(" ")
    return rest if method in {*METHODS, OTHER_METHOD} else place
