"""Acts once per form shown, however often its button is clicked; later clicks get the same result.

A row holds the token of the form and its result. It commits together with what the form did, and
its unique constraint makes a second click in parallel wait for the first.
"""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Model

from campaigns.access import Actor, NotAllowed
from campaigns.domain.translatable import translatable
from campaigns.lib import database_clock, form_tokens
from campaigns.locks import refusing_when_busy
from campaigns.models import Campaign, Creation

REMEMBERED = timedelta(days=1)
"""For so long a form acts no second time."""


def key(verb: str, token: str) -> str:
    """The stored key of a token. Raises NotAllowed if it is none of `lib.form_tokens`."""
    rendering = form_tokens.rendering(token)
    if not rendering:
        raise NotAllowed(translatable("Reload the page and try again."))
    return f"{verb}:{rendering}"


def once(
    actor: Actor, verb: str, token: str, make: Callable[[], Campaign], *, content: str = ""
) -> tuple[Campaign, bool]:
    """Call `make` at the first submission of a form: returns (its campaign, True), and later
    (the same campaign, False).

    `verb` names what the form creates and from what. `content`: a digest of what was posted, for
    `is_repeated`. Raises NotAllowed and what `make` raises.
    """
    row, is_new = _acted(actor, key(verb, token), make, content)
    if row.campaign is None:
        raise NotAllowed(translatable("Reload the page and try again."))
    return row.campaign, is_new


def always() -> bool:
    """For what nobody can undo."""
    return True


def act_once(
    actor: Actor,
    verb: str,
    token: str,
    act: Callable[[], Model | None],
    *,
    stands: Callable[[], bool] = always,
) -> str:
    """Call `act` at the first submission of a form, and again where what it did no longer `stands`;
    returns the primary key of what it made, as text, at every submission. Raises NotAllowed and
    what `act` raises."""
    return _acted(actor, key(verb, token), act, "", stands)[0].result


@refusing_when_busy()
def _acted(
    actor: Actor,
    stored_key: str,
    act: Callable[[], Model | None],
    content: str,
    stands: Callable[[], bool] = always,
) -> tuple[Creation, bool]:
    if actor.user is None:
        raise NotAllowed(translatable("Sign in first."))
    earlier = created(actor.user, stored_key)
    if earlier is not None and stands():
        return earlier, False
    try:
        with transaction.atomic():
            if earlier is not None:
                Creation.objects.filter(pk=earlier.pk).delete()
            row = Creation.objects.create(user=actor.user, key=stored_key, content=content)
            _keep_result(row, act())
            return row, True
    except IntegrityError:  # the other click was faster and has committed
        earlier = created(actor.user, stored_key)
        if earlier is None:
            raise
        return earlier, False


def _keep_result(row: Creation, made: Model | None) -> None:
    if isinstance(made, Campaign):
        row.campaign, row.version = made, made.version
    row.result = "" if made is None else str(made.pk)
    row.save(update_fields=["campaign", "version", "result"])
    _forget_old()


def _forget_old() -> None:
    Creation.objects.filter(created__lt=database_clock.now() - REMEMBERED).delete()


def created(user: User, stored_key: str) -> Creation | None:
    return Creation.objects.select_related("campaign").filter(user=user, key=stored_key).first()


def earlier_save(user: User, campaign: Campaign, token: str) -> Creation | None:
    """The latest save of this draft by the same form: from an open page or from one that somebody
    went back to."""
    keys = [f"{verb}:{form_tokens.rendering(token)}" for verb in (_saving(campaign), "compose")]
    if not form_tokens.rendering(token):
        return None
    rows = Creation.objects.filter(user=user, key__in=keys, campaign=campaign)
    return rows.order_by("-version", "-pk").first()


def note_save(user: User, campaign: Campaign, token: str, content: str) -> None:
    """Note what this form saved last. It commits together with the save."""
    if form_tokens.rendering(token):
        Creation.objects.update_or_create(
            user=user,
            key=key(_saving(campaign), token),
            defaults={"campaign": campaign, "version": campaign.version, "content": content},
        )
        _forget_old()


def _saving(campaign: Campaign) -> str:
    return f"save:{campaign.pk}"
