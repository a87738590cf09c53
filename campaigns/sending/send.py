"""The send: look, connect, wait, claim, post, record. campaigns/README.md says what each step may
assume; this order keeps the promise "at most once"."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Q
from django.db.models.functions import Now

from campaigns.applications import data_centres
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import STOPPED, Outcome, Verdict
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock, i18n
from campaigns.lib.encryption import WrongKey
from campaigns.lib.prepared_queries import Prepared, PreparedUpdate, key
from campaigns.lib.retry import persist
from campaigns.models import Attempt, Campaign, Pause
from campaigns.provider import push
from campaigns.provider.connection import Connection, NotSent, ProviderAnswer

from . import attempts, holds, record
from .claim import Claim, claim
from .host import clock, readiness, restore_guard

log = logging.getLogger(__name__)

AHEAD = timedelta(seconds=2)
"""How long before its due time a send begins, so that the connection is open in time."""

HELD = timedelta(seconds=30)
"""A campaign overdue by more than this is probably on hold: check the holds before opening a
connection. Until then only the claim checks them: in a rush every query counts."""

NOT_PAUSED = Q(application__paused_reason="") | Q(application__paused_until__lte=Now())
_MARK = PreparedUpdate(
    lambda: Attempt.objects.filter(
        ~Exists(Pause.objects.all()), NOT_PAUSED, pk=key("pk"), outcome=Outcome.OPEN
    ),
    first_byte_left=True,
)


_APPROVED = Prepared(
    lambda: (
        Campaign.objects.filter(pk=key("pk"), status=Status.APPROVED)
        .select_related("application")
        .only(
            "next_try_at",
            "submission_id",
            "application__app_key",
            "application__app_secret_sealed",
            "application__data_centre",
        )
    )
)


@dataclass(frozen=True)
class _Ready:
    """An approved campaign that is about to be due, and the credentials to send it."""

    pk: int
    next_try: datetime
    host: str
    app_key: str
    secret: str


def send(pk: int) -> None:
    """Send the campaign if it may leave within AHEAD; any number of senders may try at once."""
    ready = prepare_send(pk)
    if ready is None:
        return
    request_id = uuid.uuid4().hex
    with push.connection(ready.host) as line:
        try:
            line.open()
        except NotSent as error:
            if not readiness.refuses(readiness.fault()):
                record.record_failed_connection(
                    pk, request_id, ready.host, str(error), ready.next_try
                )
            return
        if not clock.wait_until(ready.next_try, at_most=AHEAD):
            return
        claimed = claim(pk, request_id=request_id, host=ready.host)
        if claimed is not None:
            _post(line, claimed, ready)


def prepare_send(pk: int) -> _Ready | None:
    """None if it must not leave: not approved, not due, on hold, or this machine refuses."""
    campaign = _APPROVED.first(pk=pk)
    if campaign is None or campaign.next_try_at is None:
        return None
    now = database_clock.now()
    if campaign.next_try_at > now + AHEAD or readiness.refuses_early():
        return None
    if now > campaign.next_try_at + HELD and _is_held(pk, now):
        return None
    application = campaign.application
    try:
        secret = application.app_secret
    except WrongKey:
        log.error("Campaign %d does not leave: its app secret cannot be opened.", pk)
        return None
    return _Ready(pk, campaign.next_try_at, _host(campaign), application.app_key, secret)


def _is_held(pk: int, now: datetime) -> bool:
    campaign = Campaign.objects.select_related("application", "submission").get(pk=pk)
    return holds.binding(campaign, now) is not None


def _host(campaign: Campaign) -> str:
    """The primary domain first; after each attempt proven not sent the other one."""
    centre = data_centres.known()[campaign.application.data_centre]
    hosts = [host for host in (centre.primary, centre.backup) if host]
    return hosts[attempts.count_not_sent(campaign.submission_id) % len(hosts)]


def _post(line: Connection, claimed: Claim, ready: _Ready) -> None:
    """Whatever happens after the first byte, even a signal, leaves a verdict behind."""
    verdict: Verdict = STOPPED
    answer: ProviderAnswer | None = None
    try:
        verdict, answer = exchange(line, claimed, ready)
    finally:
        attempt = claimed.attempt
        persist(
            lambda: record.record_verdict(attempt, verdict, answer),
            f"attempt {attempt.pk}: {verdict}",
        )
    if answer is not None and answer.ahead is not None:
        readiness.note_provider(answer.ahead)


def exchange(
    line: Connection, claimed: Claim, ready: _Ready
) -> tuple[Verdict, ProviderAnswer | None]:
    return push.exchange(
        line,
        claimed.body,
        app_key=ready.app_key,
        secret=ready.secret,
        request_id=claimed.attempt.request_id,
        before_first_byte=lambda: _guard(claimed),
    )


def _guard(claimed: Claim) -> None:
    """The last checks, on the open connection, before the first byte. Raises NotSent.

    One statement checks that the attempt is still open and marks it: after the reaper nothing can
    leave. Then the attempt is logged in sent.log. The clocks are checked last, because the
    statement and the disk may take long.
    """
    if not _MARK(pk=claimed.attempt.pk):
        raise NotSent("The attempt was closed, or sending was paused, meanwhile.", Failure.PAUSED)
    try:
        restore_guard.log_attempt(claimed.attempt)
    except OSError as error:
        raise NotSent(i18n.english(restore_guard.unwritable_text(error))) from error
    if clock.since_boot() - claimed.made >= settings.START_GUARD:
        raise NotSent("Too long after the claim.", Failure.CLAIM_TOO_OLD)
    if jumped := clock.jump_fault():
        raise NotSent(i18n.english(jumped))
    if database_clock.now() >= claimed.send_before:
        raise NotSent("The window is over.", Failure.WINDOW_OVER)
