"""How often one person may do what leaves rows that are never removed.

Counts events, so that every process and every way in counts the same.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from campaigns.access import Actor
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move
from campaigns.lib import contention
from campaigns.models import Event


def is_reached(
    actor: Actor, verbs: Collection[Move | Verb], *, most: int, span: timedelta, now: datetime
) -> bool:
    """True if this person has done these things `most` times within `span` before `now`.

    Requests that come at once are counted one after another: whoever asks holds the person's lock
    until their own event is committed. Call it in the transaction that writes the event.
    """
    contention.hold("pace", actor.user.pk if actor.user else 0)
    own = Event.objects.filter(actor=actor.user, verb__in=verbs).order_by("-pk")
    oldest = own.values_list("at", flat=True)[most - 1 : most]
    return any(at > now - span for at in oldest)
