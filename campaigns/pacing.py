"""How fast one person may decide: a script with a stolen session must not outrun the others."""

from datetime import datetime, timedelta

from django.conf import settings

from campaigns.domain.text import gettext
from campaigns.domain.verbs import Verb
from campaigns.domain.workflow import Move

from .access import Actor, NotAllowed
from .models import Event

COUNTED = (Move.APPROVE, Move.REQUEST_CHANGES, Move.RESOLVE, Verb.COMMENT, Verb.VOTE)
SPAN = timedelta(minutes=1)


def require_calm(actor: Actor, now: datetime) -> None:
    """Raises NotAllowed where this person has decided DECISIONS_PER_MINUTE times in a minute.

    Counted from what is recorded, so that every process and every way in counts the same.
    """
    most: int = settings.DECISIONS_PER_MINUTE
    own = Event.objects.filter(actor=actor.user, verb__in=COUNTED).order_by("-pk")
    latest = list(own.values_list("at", flat=True)[:most])
    if len(latest) == most and latest[-1] > now - SPAN:
        raise NotAllowed(
            gettext("Wait a minute: you have decided %(most)d times in the last one.", most=most)
        )
