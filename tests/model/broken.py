"""Senders that are wrong in one way each, for the explorer to catch.

Where the product defends itself twice (a unique index behind a check, a look at the attempt behind
the claim), the variant takes away both, or nothing would break.
"""

import uuid
from dataclasses import replace
from unittest import mock

from django.db import Error, connection, transaction
from django.db.models import Q
from django.utils import timezone

from campaigns import claiming, clock, planning, posting, recording, sending, voting
from campaigns.claiming import Claim
from campaigns.domain.outcome import Outcome, Verdict
from campaigns.domain.workflow import Status
from campaigns.models import Attempt, Campaign, Submission
from tests.model import people
from tests.model.clock import DUE


def _patch(module: object, name: str, value: object) -> None:
    mock.patch.object(module, name, value).start()


def _drop_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX attempt_at_most_once")


def post_before_claim() -> None:
    """Send first, write down afterwards."""

    def send(pk: int) -> None:
        ready = sending._ready(pk)
        if ready is None:
            return
        submission = Campaign.objects.select_related("submission").get(pk=pk).submission
        request_id = uuid.uuid4().hex
        with posting.connection(ready.host) as line:
            line.open()
            clock.wait_until(ready.next_try, at_most=sending.AHEAD)
            verdict, answer = posting.exchange(
                line,
                submission.body_bytes if submission else b"",
                app_key=ready.app_key,
                secret=ready.secret,
                request_id=request_id,
                before_first_byte=lambda: None,
            )
        claimed = claiming.claim(pk, request_id=request_id, host=ready.host)
        if claimed is not None:
            recording.record(claimed.attempt.pk, verdict, answer)

    _patch(sending, "send", send)


def check_then_write() -> None:
    """Look whether it is approved; then, in another transaction, claim it whatever it is."""
    _drop_index()

    def claim(pk: int, *, request_id: str, host: str) -> Claim | None:
        campaign = Campaign.objects.select_related("submission", "application").get(pk=pk)
        submission, now = campaign.submission, timezone.now()
        if campaign.status != Status.APPROVED or submission is None:
            return None
        with transaction.atomic():
            Campaign.objects.filter(pk=pk).update(status=Status.SENDING, status_since=now)
            number = submission.attempts.count() + 1
            attempt = Attempt.objects.create(
                application=campaign.application,
                submission=submission,
                number=number,
                request_id=request_id,
                started=now,
            )
        body = submission.body_bytes
        return Claim(attempt, pk, body, submission.send_before, clock.since_boot())

    _patch(sending, "claim", claim)


def read_timeout_is_not_sent() -> None:
    """Take silence for proof that nothing left."""
    exchange = posting.exchange

    def trusting(*args: object, **kwargs: object) -> object:
        verdict, answer = exchange(*args, **kwargs)  # type: ignore[arg-type]
        is_silent = verdict.outcome is Outcome.UNKNOWN and answer is None
        return (replace(verdict, outcome=Outcome.NOT_SENT) if is_silent else verdict), answer

    _patch(posting, "exchange", trusting)


def signal_is_not_sent() -> None:
    """Whoever is told to stop in the answer writes down that nothing happened."""

    def post(line: object, claimed: Claim, ready: object) -> None:
        verdict, answer = Verdict(Outcome.NOT_SENT, error="Stopped."), None
        try:
            verdict, answer = sending._exchange(line, claimed, ready)  # type: ignore[arg-type]
        finally:
            recording.record(claimed.attempt.pk, verdict, answer)

    _patch(sending, "_post", post)


def count_released_on_unknown() -> None:
    """Give the slot back where nobody knows."""
    counted = ~Q(outcome__in=[Outcome.NOT_SENT, Outcome.UNKNOWN])
    _patch(planning, "COUNTED", counted)


def reaper_queues_again() -> None:
    """Take a silent sender for one that sent nothing."""

    def reap(pk: int) -> None:
        with transaction.atomic():
            Attempt.objects.filter(submission__campaign=pk, outcome=Outcome.OPEN).update(
                outcome=Outcome.NOT_SENT, finished=timezone.now()
            )
            Campaign.objects.filter(pk=pk, status=Status.SENDING).update(status=Status.APPROVED)

    _patch(recording, "reap", reap)


def commit_error_is_go() -> None:
    """Send although nobody knows whether the claim is written; and no look at it before."""
    seen: dict[str, Claim] = {}
    original = claiming._claim

    def claim(pk: int, *, request_id: str, host: str) -> Claim | None:
        campaign = Campaign.objects.select_related("submission").get(pk=pk)
        try:
            return original(pk, request_id, host, clock.since_boot())
        except Error:
            submission = campaign.submission
            assert submission is not None
            attempt = Attempt(pk=0, request_id=request_id, submission=submission)
            body, before = submission.body_bytes, submission.send_before
            return seen.setdefault(request_id, Claim(attempt, pk, body, before, clock.since_boot()))

    _patch(sending, "claim", claim)
    _patch(sending, "_guard", lambda claimed: None)


def no_look_before_the_first_byte() -> None:
    """Trust a claim of any age: the process may have been stopped since."""
    _patch(sending, "_guard", lambda claimed: None)


def sent_again_without_approval() -> None:
    """Somebody says that it did not arrive, and the machine sends it once more."""

    def did_not_arrive(campaign: Campaign) -> None:
        _decide(campaign)
        again = Submission.objects.get(campaign=campaign)
        votes = list(again.reviews.all())
        again.pk, again.send_before = None, timezone.now() + people.WINDOW
        again.digest = again.digest_now(campaign.application)
        again.save(force_insert=True)
        for vote in votes:
            vote.pk, vote.submission, vote.digest = None, again, again.digest
            vote.save(force_insert=True)
        Campaign.objects.filter(pk=campaign.pk).update(status=Status.APPROVED, submission=again)

    _decide = people._did_not_arrive
    _patch(people, "_did_not_arrive", did_not_arrive)


def votes_are_not_looked_at_again() -> None:
    """Whoever voted once has voted for good."""
    _patch(voting, "approvals", lambda _, submission: list(submission.reviews.all()))


def window_is_not_looked_at() -> None:
    """Better late than never."""
    late = DUE + people.WINDOW * 1000

    def claim(pk: int, **names: str) -> Claim | None:
        claimed = original(pk, **names)
        return claimed and replace(claimed, send_before=late)

    original = claiming.claim
    _patch(sending, "claim", claim)
