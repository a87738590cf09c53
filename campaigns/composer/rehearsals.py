"""Rehearsals: send a campaign's exact body through the real pipeline to the linked sandbox.

A rehearsal needs no vote and uses no real quota, so its target is checked twice: when somebody
asks, and when a worker takes it up. The task's message is only a hint, as everywhere: one
conditional UPDATE decides who sends, and that one sends once.
"""

import hashlib
import logging
import threading
import uuid
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.provider.data_centres import SANDBOX, centres_by_code
from campaigns.domain.provider.outcome import STOPPED, Outcome, Verdict
from campaigns.domain.translatable import translatable
from campaigns.lib import database_clock
from campaigns.lib.retry import persist
from campaigns.locks import refusing_when_busy
from campaigns.models import Application, Campaign, Rehearsal
from campaigns.provider import push
from campaigns.provider.connection import NotSent, ProviderAnswer
from campaigns.workflow import idempotency

from . import message_columns
from .sizes import require_size

log = logging.getLogger(__name__)

TASK = "campaigns.rehearse"
AT_ONCE = threading.BoundedSemaphore(2)
"""Rehearsals at a time per worker process; its other threads stay free for due sends. Ours."""
BEGIN_WITHIN = timedelta(seconds=20)
"""A rehearsal that no worker took up for so long, by the database's clock, is not begun; with the
exchange itself less than LOST_AFTER."""


def target(campaign: Campaign) -> Application | None:
    """The linked sandbox application; None if none is linked or it is on no sandbox."""
    linked = campaign.application.sandbox_application
    return linked if linked and linked.data_centre == SANDBOX else None


def may_rehearse(campaign: Campaign, actor: Actor) -> bool:
    """People who write or review campaigns of this application may."""
    return any(
        access.may(actor.user, permission, campaign.application)
        for permission in (access.COMPOSE, access.REVIEW)
    )


@refusing_when_busy()
def rehearse(campaign: Campaign, actor: Actor, *, token: str) -> Rehearsal:
    """Ask a worker to send this body to the sandbox now. The same token returns the same rehearsal.

    Raises NotAllowed.
    """
    user = actor.user
    if user is None or not may_rehearse(campaign, actor):
        text = translatable("Ask a marketer or a reviewer of this application to do this.")
        raise Denied(text, actor, campaign=campaign)
    linked = target(campaign)
    if linked is None:
        raise NotAllowed(
            translatable("Ask an operator to link a sandbox application: there is none.")
        )
    key = idempotency.key(f"rehearse:{campaign.pk}", token)
    try:
        with transaction.atomic():
            row = _row(campaign, user, linked, key)
            comment = f"{linked.name}, {row.body_digest[:12]}"
            events.record(Verb.REHEARSE, actor, campaign=campaign, comment=comment)
            transaction.on_commit(lambda: _enqueue(row.pk))
            return row
    except IntegrityError:
        return Rehearsal.objects.get(actor=user, key=key)


def _row(campaign: Campaign, user: User, linked: Application, key: str) -> Rehearsal:
    body = _body(campaign)
    row = Rehearsal.objects.create(
        campaign=campaign,
        application=linked,
        body=body,
        body_digest=hashlib.sha256(body).hexdigest(),
        actor=user,
        key=key,
        requested=Now(),
    )
    row.refresh_from_db(fields=["requested"])
    return row


def _body(campaign: Campaign) -> bytes:
    require_size({}, campaign)
    try:
        return message_columns.body(campaign)
    except UnicodeEncodeError as error:
        raise NotAllowed(translatable("Remove half an emoji first: a text holds one.")) from error


def _enqueue(pk: int) -> None:
    try:
        current_app.send_task(TASK, (pk,), retry=False)
    except OperationalError:
        log.exception("Rehearsal %d could not be handed to a worker.", pk)
        _close(pk, Verdict(Outcome.NOT_SENT, error="No worker could be told."), None)


def run(pk: int) -> None:
    """Send this rehearsal. Does nothing if another worker took it up, or nobody did in time."""
    waiting = Rehearsal.objects.filter(
        pk=pk,
        started__isnull=True,
        outcome=Outcome.OPEN,
        requested__gt=Now() - BEGIN_WITHIN,
    )
    if not waiting.update(started=database_clock.now()):
        return
    if not AT_ONCE.acquire(blocking=False):
        _close(pk, Verdict(Outcome.NOT_SENT, error="Others are being rehearsed."), None)
        return
    try:
        _send(pk)
    finally:
        AT_ONCE.release()


def _send(pk: int) -> None:
    row = Rehearsal.objects.select_related("application").get(pk=pk)
    verdict: Verdict = STOPPED
    answer: ProviderAnswer | None = None
    try:
        verdict, answer = _sent(row)
    finally:
        persist(lambda: _close(pk, verdict, answer), f"rehearsal {pk}: {verdict}")


def _sent(row: Rehearsal) -> tuple[Verdict, ProviderAnswer | None]:
    """The data centre is looked at here, on the row as it is now: nothing else may be reached."""
    application = row.application
    centre = centres_by_code({}, settings.SANDBOX_URL).get(SANDBOX)
    if application.data_centre != SANDBOX or centre is None:
        return Verdict(Outcome.NOT_SENT, error="The application is no sandbox any more."), None
    with push.connection(centre.primary) as line:
        try:
            line.open()
        except NotSent as error:
            return Verdict(Outcome.NOT_SENT, error=str(error)), None
        return push.exchange(
            line,
            row.body_bytes,
            app_key=application.app_key,
            secret=application.app_secret,
            request_id=uuid.uuid4().hex,
            now=database_clock.now(),
            before_first_byte=lambda: None,
        )


def _close(pk: int, verdict: Verdict, answer: ProviderAnswer | None) -> None:
    Rehearsal.objects.filter(pk=pk, outcome=Outcome.OPEN).update(
        finished=database_clock.now(),
        outcome=verdict.outcome,
        http_status=answer.status if answer else None,
        code=verdict.code,
        push_id=verdict.push_id,
        error=verdict.error,
    )
