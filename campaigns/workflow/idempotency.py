"""Makes a campaign once per form that was shown, however often its button is clicked."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from campaigns.access import Actor, NotAllowed
from campaigns.domain.translatable import translatable
from campaigns.models import Campaign, Creation

REMEMBERED = timedelta(days=1)
"""A form older than that makes a second campaign; nobody double-clicks so slowly."""
TOKEN = re.compile("[0-9A-Za-z]{22}")


def new_token() -> str:
    """For a hidden input: names this showing of a form."""
    return get_random_string(22)


def key(verb: str, token: str) -> str:
    """Raises NotAllowed for anything that `new_token` has not made."""
    if not TOKEN.fullmatch(token):
        raise NotAllowed(translatable("Reload the page and try again."))
    return f"{verb}:{token}"


def once(
    actor: Actor, verb: str, token: str, make: Callable[[], Campaign]
) -> tuple[Campaign, bool]:
    """What `make` makes, and True; or what it made before for this form, and False.

    `verb` says what the form makes, of what. Raises NotAllowed, also what `make` raises.
    """
    user, name = actor.user, key(verb, token)
    if user is None:
        raise NotAllowed(translatable("Sign in first."))
    made = _made(user, name)
    if made is not None:
        return made, False
    try:
        with transaction.atomic():
            row = Creation.objects.create(user=user, key=name)
            row.campaign = make()
            row.save(update_fields=["campaign"])
            Creation.objects.filter(created__lt=timezone.now() - REMEMBERED).delete()
            return row.campaign, True
    except IntegrityError:  # the other click was faster, and has committed by now
        made = _made(user, name)
        if made is None:
            raise
        return made, False


def _made(user: User, name: str) -> Campaign | None:
    row = Creation.objects.select_related("campaign").filter(user=user, key=name).first()
    return row.campaign if row else None
