"""How often one person may do what leaves rows that are never removed.

Counts events, so that every process and every way in counts the same.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from campaigns.access import Actor, NotAllowed
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Move
from campaigns.lib import contention, database_clock
from campaigns.models import Event

HOUR = timedelta(hours=1)
CHANGES = frozenset(
    {
        *(Verb.CREATE, Verb.EDIT, Verb.DELETE, Verb.SAVE_TEMPLATE, Verb.DELETE_TEMPLATE),
        *(Verb.ADD_APPLICATION, Verb.SET_APPLICATION, Verb.ADD_USER, Verb.SET_USER),
    }
)
"""What people do often, and a program could do in a loop. What stops a push is never refused."""
CHANGES_PER_HOUR = 600
"""Of one person on screen: ten a minute for an hour, and about 300 KB of events. Ours."""


def is_reached(
    actor: Actor, verbs: Collection[Move | Verb], *, most: int, span: timedelta, now: datetime
) -> bool:
    """True if this person has done these things `most` times within `span` before `now`.

    Requests that come at once are counted one after another: whoever asks holds the person's lock
    until their own event is committed. Call it in the transaction that writes the event.
    """
    contention.hold("pace", actor.user.pk if actor.user else 0)
    return _is_reached(actor, verbs, most, now - span)


def require_room(actor: Actor, verb: Move | Verb) -> None:
    """Raises NotAllowed after CHANGES_PER_HOUR changes of this person within an hour. Requests that
    come at once may pass by as many as they are. The command line has no such limit."""
    if actor.user is None or actor.os_user or verb not in CHANGES:
        return
    if _is_reached(actor, CHANGES, CHANGES_PER_HOUR, database_clock.now() - HOUR):
        text = translatable(
            "Wait a while: you have changed %(most)d things in the last hour.",
            most=CHANGES_PER_HOUR,
        )
        raise NotAllowed(text)


def _is_reached(actor: Actor, verbs: Collection[Move | Verb], most: int, since: datetime) -> bool:
    own = Event.objects.filter(actor=actor.user, verb__in=verbs).order_by("-pk")
    return any(at > since for at in own.values_list("at", flat=True)[most - 1 : most])
