"""The send: look, connect, wait, claim, post, record; this order keeps "at most once"."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from campaigns.applications import data_centres, standing_pauses
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import STOPPED, Outcome, Verdict
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock, i18n
from campaigns.lib.encryption import WrongKey
from campaigns.lib.prepared_queries import Prepared, PreparedUpdate, key
from campaigns.lib.retry import persist
from campaigns.locks import busy_passes
from campaigns.models import Attempt, Campaign
from campaigns.provider import push
from campaigns.provider.connection import Connection, NotSent, ProviderAnswer

from . import attempts, holds, noted_answers, record
from .bulkheads import places
from .claim import Claim, claim
from .host import clock, readiness, restore_guard

log = logging.getLogger(__name__)

AHEAD = timedelta(seconds=2)
"""How long before its due time a send begins, so that the connection is open in time."""

HELD = timedelta(seconds=30)
"""A campaign overdue by more than this is probably on hold: check the holds before opening a
connection. Until then only the claim checks them: in a rush every query counts."""

_MARK = PreparedUpdate(
    lambda: Attempt.objects.filter(*standing_pauses.unpaused(), pk=key("pk"), outcome=Outcome.OPEN),
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
    application_pk: int
    centre: str
    next_try: datetime
    host: str
    app_key: str
    secret: str


def send(pk: int, again: Callable[[int], object] | None = None) -> None:
    """Send the campaign if it may leave within AHEAD; any number of senders may try at once.

    It returns at once where too many sends of its data centre or application go on here; `again`
    is called with `pk` when fewer do. While somebody else holds its application's row nothing has
    happened, and the next hint tries again.
    """
    ready = prepare_send(pk)
    if ready is None:
        return
    with places.taken(pk, ready.centre, ready.application_pk, again) as has_place:
        if has_place:
            _send_ready(ready)


def _send_ready(ready: _Ready) -> None:
    with push.connection(ready.host) as line:
        claimed = None
        with busy_passes(ready.pk):
            claimed = _claim(line, ready)
        if claimed is not None:
            _post(line, claimed, ready)


def _claim(line: Connection, ready: _Ready) -> Claim | None:
    """Open the line, wait, claim. Raises Busy: nothing of it stays."""
    request_id = uuid.uuid4().hex
    try:
        line.open()
    except NotSent as error:
        if not readiness.refuses(readiness.fault()):
            record.record_failed_connection(
                ready.pk, request_id, ready.host, str(error), ready.next_try
            )
        return None
    if not clock.wait_until(ready.next_try, at_most=AHEAD):
        return None
    return claim(ready.pk, request_id=request_id, host=ready.host)


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
    owner = campaign.application
    try:
        secret = owner.app_secret
    except WrongKey:
        log.error("Campaign %d does not leave: its app secret cannot be opened.", pk)
        return None
    place = owner.pk, owner.data_centre
    return _Ready(pk, *place, campaign.next_try_at, _host(campaign), owner.app_key, secret)


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
        noted = noted_answers.note(attempt.request_id, verdict, answer, attempt=attempt.pk)
        persist(
            lambda: record.record_verdict(attempt, verdict, answer),
            f"attempt {attempt.pk}: {verdict}",
            is_noted=noted is not None,
        )
        noted_answers.forget(noted)
    if answer is not None and answer.ahead is not None:
        readiness.note_provider(answer.ahead - database_clock.ahead().total_seconds())


def exchange(
    line: Connection, claimed: Claim, ready: _Ready
) -> tuple[Verdict, ProviderAnswer | None]:
    return push.exchange(
        line,
        claimed.body,
        app_key=ready.app_key,
        secret=ready.secret,
        request_id=claimed.attempt.request_id,
        now=database_clock.now(),
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
    if database_clock.at_latest() >= claimed.send_before:
        raise NotSent("The window is over.", Failure.WINDOW_OVER)
