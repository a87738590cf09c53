"""Check app key and secret without a push: otherwise the first campaign finds out, and burns one of
the few sends of a day."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction

from campaigns import access
from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.provider.key_check import SENTENCES, KeyState
from campaigns.domain.translatable import Text, translatable
from campaigns.lib import database_clock
from campaigns.lib.encryption import WrongKey
from campaigns.locks import refusing_when_busy
from campaigns.models import Application, KeyCheck
from campaigns.provider import key_check
from campaigns.provider.key_check import KeyAnswer

from . import data_centres

PER_MINUTE = 6
"""Checks of one person; the provider allows 100 such requests a second. Ours."""
KEPT = timedelta(days=1)
"""So long the rows of earlier checks stay; the events stay for good."""


def check_key(pk: int, actor: Actor) -> KeyCheck:
    """Ask the provider once, at most `key_check.DEADLINE` seconds, outside of every transaction.
    Raises NotAllowed; then nothing was asked."""
    application = Application.objects.get(pk=pk)
    user = access.require(actor, access.OPERATE, application)
    host, secret = _host(application), _secret(application)
    row = _begin(application, user)
    now = database_clock.now()
    answer = key_check.ask(host, app_key=application.app_key, secret=secret, now=now)
    _finish(row, actor, answer)
    return row


def latest(application: Application) -> KeyCheck | None:
    """The last check that came to an end."""
    answered = application.key_checks.filter(answered__isnull=False)
    return answered.order_by("answered", "pk").last()


def sentence(row: KeyCheck) -> Text:
    return SENTENCES[KeyState(row.state)]


def _host(application: Application) -> str:
    centre = data_centres.known().get(application.data_centre)
    if centre is None:
        raise NotAllowed(
            translatable("Set EXTRA_DATA_CENTRES: the application's data centre is unknown.")
        )
    return centre.primary


def _secret(application: Application) -> str:
    try:
        return application.app_secret
    except WrongKey as error:
        text = translatable("Set SECRETS_KEYS to the keys under which the secrets are stored.")
        raise NotAllowed(text) from error


@refusing_when_busy()
@transaction.atomic
def _begin(application: Application, user: User) -> KeyCheck:
    User.objects.select_for_update().get(pk=user.pk)  # counts one check of a user at a time
    now = database_clock.now()
    recent = KeyCheck.objects.filter(actor=user, asked__gt=now - timedelta(minutes=1))
    if recent.count() >= PER_MINUTE:
        text = translatable(
            "Wait a minute: you checked app keys %(limit)d times in the last one.", limit=PER_MINUTE
        )
        raise NotAllowed(text)
    return KeyCheck.objects.create(application=application, actor=user, asked=now)


@refusing_when_busy()
@transaction.atomic
def _finish(row: KeyCheck, actor: Actor, answer: KeyAnswer) -> None:
    now = database_clock.now()
    row.answered, row.state = now, answer.state
    row.http_status, row.code = answer.status, answer.code
    row.save(update_fields=["answered", "state", "http_status", "code"])
    row.application.key_checks.filter(asked__lt=now - KEPT).exclude(pk=row.pk).delete()
    numbers = f" (HTTP {answer.status}, code {answer.code})" if answer.status else ""
    comment = f"{answer.state}{numbers}"
    events.record(Verb.CHECK_KEY, actor, application=row.application, comment=comment)
