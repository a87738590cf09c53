"""Creates one campaign per form shown, however often its button is clicked."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from campaigns.access import Actor, NotAllowed
from campaigns.domain.translatable import translatable
from campaigns.lib import database_clock
from campaigns.models import Campaign, Creation

REMEMBERED = timedelta(days=1)
"""For so long a form creates no second campaign."""
TOKEN = re.compile("[0-9A-Za-z]{22}")


def new_token() -> str:
    """A token for the hidden input of a form: it identifies this rendering of the form."""
    return get_random_string(22)


def key(verb: str, token: str) -> str:
    """The stored key of a token. Raises NotAllowed if the token is not of `new_token`'s form."""
    if not TOKEN.fullmatch(token):
        raise NotAllowed(translatable("Reload the page and try again."))
    return f"{verb}:{token}"


def once(
    actor: Actor, verb: str, token: str, make: Callable[[], Campaign]
) -> tuple[Campaign, bool]:
    """Call `make` at the first submission of a form: returns (its campaign, True), and later
    (the same campaign, False).

    `verb` names what the form creates and from what. Raises NotAllowed and what `make` raises.
    """
    user, stored_key = actor.user, key(verb, token)
    if user is None:
        raise NotAllowed(translatable("Sign in first."))
    earlier = created(user, stored_key)
    if earlier is not None:
        return earlier, False
    try:
        with transaction.atomic():
            row = Creation.objects.create(user=user, key=stored_key)
            row.campaign = make()
            row.save(update_fields=["campaign"])
            Creation.objects.filter(created__lt=database_clock.now() - REMEMBERED).delete()
            return row.campaign, True
    except IntegrityError:  # the other click was faster and has committed
        earlier = created(user, stored_key)
        if earlier is None:
            raise
        return earlier, False


def created(user: User, stored_key: str) -> Campaign | None:
    row = Creation.objects.select_related("campaign").filter(user=user, key=stored_key).first()
    return row.campaign if row else None
