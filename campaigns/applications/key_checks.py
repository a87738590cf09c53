"""Check app key and secret without a push: otherwise the first campaign finds out, and burns one of
the few sends of a day."""

import logging
import threading
from datetime import timedelta

from celery import current_app
from django.contrib.auth.models import User
from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns import access
from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.provider.key_check import SENTENCES, KeyState
from campaigns.domain.translatable import Text, translatable
from campaigns.lib import database_clock
from campaigns.lib.encryption import WrongKey
from campaigns.locks import refusing_when_busy
from campaigns.models import Allowance, Application, KeyCheck
from campaigns.provider import key_check
from campaigns.provider.key_check import KeyAnswer

from . import data_centres

log = logging.getLogger(__name__)

TASK = "campaigns.check_key"
AT_ONCE = threading.BoundedSemaphore(2)
"""Checks at a time per worker process; its other threads stay free for due sends. Ours."""
BEGIN_WITHIN = timedelta(seconds=20)
"""A check that no worker took up for so long is not begun; with the exchange itself less than
LOST_AFTER."""
PER_MINUTE = 6
"""Checks of one person; the provider allows 100 such requests a second. Ours."""
KEPT = timedelta(days=1)
"""So long the rows of earlier checks stay; the events stay for good."""


def check_key(pk: int, actor: Actor) -> KeyCheck:
    """Ask a worker to ask the provider; the web server itself calls nobody. Raises NotAllowed."""
    row = _begin(pk, actor)
    transaction.on_commit(lambda: _enqueue(row))
    return row


def check_key_here(pk: int, actor: Actor) -> KeyCheck:
    """The same from this machine, for whoever works on it: asked and answered when it returns.
    Raises NotAllowed."""
    row = _begin(pk, actor)
    _ask(row)
    return row


def run(pk: int) -> None:
    """Ask the provider once, within `key_check.DEADLINE`. Does nothing if another worker took it
    up, or nobody did in time."""
    now = database_clock.now()
    waiting = KeyCheck.objects.filter(
        pk=pk, started__isnull=True, answered__isnull=True, asked__gt=now - BEGIN_WITHIN
    )
    if not waiting.update(started=now):
        return
    row = KeyCheck.objects.select_related("application", "actor").get(pk=pk)
    if not AT_ONCE.acquire(blocking=False):
        _finish(row, KeyAnswer(KeyState.LOST))
        return
    try:
        _ask(row)
    except NotAllowed:  # its data centre or its secret was changed meanwhile
        _finish(row, KeyAnswer(KeyState.ODD))
    finally:
        AT_ONCE.release()


def latest(application: Application) -> KeyCheck | None:
    return application.key_checks.order_by("asked", "pk").last()


def state(row: KeyCheck) -> KeyState:
    """What came of a check that waits no more."""
    return KeyState(row.state) if row.answered else KeyState.LOST


def sentence(row: KeyCheck) -> Text:
    return SENTENCES[state(row)]


def _enqueue(row: KeyCheck) -> None:
    try:
        current_app.send_task(TASK, (row.pk,), retry=False)
    except OperationalError:
        log.exception("Check %d could not be handed to a worker.", row.pk)
        _finish(row, KeyAnswer(KeyState.LOST))


def _ask(row: KeyCheck) -> None:
    """Outside of every transaction."""
    application = row.application
    answer = key_check.ask(
        _host(application),
        app_key=application.app_key,
        secret=_secret(application),
        now=database_clock.now(),
    )
    _finish(row, answer)


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
def _begin(pk: int, actor: Actor) -> KeyCheck:
    """Stores the row, unless nobody could be asked."""
    application = Application.objects.get(pk=pk)
    user = access.require(actor, access.OPERATE, application)
    _host(application)
    _secret(application)
    _require_below_limit(user)
    return KeyCheck.objects.create(
        application=application, actor=user, os_user=actor.os_user, asked=database_clock.now()
    )


def _require_below_limit(user: User) -> None:
    """Holds no row that others lock: a save of the application may come at the same time."""
    if Allowance.objects.take(f"key-check:{user.pk}", PER_MINUTE, timedelta(minutes=1)):
        text = translatable(
            "Wait a minute: you checked app keys %(limit)d times in the last one.", limit=PER_MINUTE
        )
        raise NotAllowed(text)


@refusing_when_busy()
@transaction.atomic
def _finish(row: KeyCheck, answer: KeyAnswer) -> None:
    now = database_clock.now()
    row.answered, row.state = now, answer.state
    row.http_status, row.code = answer.status, answer.code
    row.save(update_fields=["answered", "state", "http_status", "code"])
    row.application.key_checks.filter(asked__lt=now - KEPT).exclude(pk=row.pk).delete()
    numbers = f" (HTTP {answer.status}, code {answer.code})" if answer.status else ""
    events.record(
        Verb.CHECK_KEY,
        Actor(row.actor, row.os_user),
        application=row.application,
        comment=f"{answer.state}{numbers}",
    )
