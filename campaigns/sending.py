"""The send: look, connect, wait, claim, post, record. What each step may assume stands in
campaigns/README.md; the order is the promise "at most once"."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Q
from django.db.models.functions import Now
from django.utils import timezone

from . import centres, clock, fence, holds, machines, posting, recording, texts
from .claiming import Claim, claim
from .domain.outcome import Outcome, Verdict
from .domain.workflow import Status
from .models import Attempt, Campaign, Pause
from .persisting import persist
from .provider import Answer, Connection, NotSent

AHEAD = timedelta(seconds=2)
"""How long before its due time a campaign is taken up, to have the connection stand by then."""

WAITS = timedelta(seconds=1)
"""Who is due for longer was held at an earlier look, and is looked at again before a connection is
made for nothing. Who is due just now is looked at by the claim only."""

NOT_PAUSED = Q(application__paused_reason="") | Q(application__paused_until__lte=Now())


@dataclass(frozen=True)
class _Ready:
    """An approved campaign about to be due, and with what to send it."""

    pk: int
    next_try: datetime
    host: str
    app_key: str
    secret: str


def send(pk: int) -> None:
    """Send the campaign if it may go within the next seconds; any number of senders may try."""
    ready = _ready(pk)
    if ready is None:
        return
    request_id = uuid.uuid4().hex
    with posting.connection(ready.host) as line:
        try:
            line.open()
        except NotSent as error:
            recording.could_not_connect(pk, request_id, ready.host, str(error), ready.next_try)
            return
        if not clock.wait_until(ready.next_try, at_most=AHEAD):
            return
        claimed = claim(pk, request_id=request_id, host=ready.host)
        if claimed is not None:
            _post(line, claimed, ready)


def _ready(pk: int) -> _Ready | None:
    """None where it is not its turn: not approved, not due, on hold, or this machine may not."""
    campaign = Campaign.objects.select_related("application", "submission").filter(pk=pk).first()
    if campaign is None or campaign.status != Status.APPROVED or campaign.next_try_at is None:
        return None
    now = timezone.now()
    if campaign.next_try_at > now + AHEAD or machines.refuses():
        return None
    waits = now > campaign.next_try_at + WAITS
    if waits and holds.binding(campaign, now) is not None:
        return None
    application = campaign.application
    return _Ready(
        pk, campaign.next_try_at, _host(campaign), application.app_key, application.app_secret
    )


def _host(campaign: Campaign) -> str:
    """The backup domain after a proven not_sent, and only then; the two take turns."""
    centre = centres.known()[campaign.application.data_centre]
    hosts = [host for host in (centre.primary, centre.backup) if host]
    failed = Attempt.objects.filter(
        submission=campaign.submission, outcome=Outcome.NOT_SENT
    ).count()
    return hosts[failed % len(hosts)]


def _post(line: Connection, claimed: Claim, ready: _Ready) -> None:
    """Whatever happens after the first byte, even a signal, leaves a verdict behind."""
    verdict, answer = Verdict(Outcome.UNKNOWN, error="The sender was stopped."), None
    try:
        verdict, answer = _exchange(line, claimed, ready)
    finally:
        pk = claimed.attempt.pk
        persist(lambda: recording.record(pk, verdict, answer), f"attempt {pk}: {verdict}")
    if answer is not None and answer.ahead is not None:
        machines.note_provider(answer.ahead)


def _exchange(line: Connection, claimed: Claim, ready: _Ready) -> tuple[Verdict, Answer | None]:
    return posting.exchange(
        line,
        claimed.body,
        app_key=ready.app_key,
        secret=ready.secret,
        request_id=claimed.attempt.request_id,
        before_first_byte=lambda: _guard(claimed),
    )


def _guard(claimed: Claim) -> None:
    """The last look, on the open connection. Raises NotSent.

    The attempt is marked before the byte leaves, in the same statement that sees it still open:
    after the reaper nothing can leave any more. Then it is noted in sent.log. The clocks come
    last, for the statement and the disk may wait.
    """
    still_open = Attempt.objects.filter(
        ~Exists(Pause.objects.all()), NOT_PAUSED, pk=claimed.attempt.pk, outcome=Outcome.OPEN
    )
    if not still_open.update(first_byte_left=True):
        raise NotSent("The attempt was closed, or sending was paused, meanwhile.")
    try:
        fence.note(claimed.attempt)
    except OSError as error:
        raise NotSent(texts.english(fence.unwritable(error))) from error
    if clock.since_boot() - claimed.made >= settings.START_GUARD:
        raise NotSent("Too long after the claim.")
    if jumped := clock.jump_fault():
        raise NotSent(texts.english(jumped))
    if timezone.now() >= claimed.send_before:
        raise NotSent("The window is over.")
