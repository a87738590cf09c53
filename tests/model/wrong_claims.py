"""Senders that claim wrongly, in one way each, for the explorer to catch.

Where the product defends itself twice (a unique index behind a check, a look at the attempt behind
the claim), the variant takes away both, or nothing would break.
"""

import uuid
from dataclasses import replace
from datetime import timedelta
from unittest import mock

from django.db import Error, connection, transaction
from django.utils import timezone

from campaigns.domain.workflow import Status
from campaigns.models import Attempt, Campaign
from campaigns.provider import push
from campaigns.review import voters
from campaigns.sending import claim as sending_claim
from campaigns.sending import holds, record
from campaigns.sending import send as sending_send
from campaigns.sending.claim import Claim
from campaigns.sending.host import clock
from tests.model.clock import DUE


def patch(module: object, name: str, value: object) -> None:
    mock.patch.object(module, name, value).start()


def _drop_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX attempt_at_most_once")


def post_before_claim() -> None:
    """Send first, write down afterwards."""

    def send(pk: int) -> None:
        ready = sending_send.prepare_send(pk)
        if ready is None:
            return
        submission = Campaign.objects.select_related("submission").get(pk=pk).submission
        request_id = uuid.uuid4().hex
        with push.connection(ready.host) as line:
            line.open()
            clock.wait_until(ready.next_try, at_most=sending_send.AHEAD)
            verdict, answer = push.exchange(
                line,
                submission.body_bytes if submission else b"",
                app_key=ready.app_key,
                secret=ready.secret,
                request_id=request_id,
                now=timezone.now(),
                before_first_byte=lambda: None,
            )
        claimed = sending_claim.claim(pk, request_id=request_id, host=ready.host)
        if claimed is not None:
            record.record_verdict(claimed.attempt, verdict, answer)

    patch(sending_send, "send", send)


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

    patch(sending_send, "claim", claim)


def commit_error_is_go() -> None:
    """Send although nobody knows whether the claim is written; and no look at it before."""
    original = sending_claim.claim_once

    def claim(pk: int, *, request_id: str, host: str) -> Claim | None:
        campaign = Campaign.objects.select_related("submission").get(pk=pk)
        try:
            return original(pk, request_id, host, clock.since_boot())
        except Error:
            submission = campaign.submission
            assert submission is not None
            attempt = Attempt.objects.filter(request_id=request_id).first()
            attempt = attempt or Attempt(pk=0, request_id=request_id, submission=submission)
            body, before = submission.body_bytes, submission.send_before
            return Claim(attempt, pk, body, before, clock.since_boot())

    patch(sending_send, "claim", claim)
    patch(sending_send, "_guard", lambda claimed: None)


def no_look_before_the_first_byte() -> None:
    """Trust a claim of any age: the process may have been stopped since."""
    patch(sending_send, "_guard", lambda claimed: None)


def votes_are_not_looked_at_again() -> None:
    """Whoever voted once has voted for good."""
    patch(voters, "approvals", lambda _, submission: list(submission.reviews.all()))


def window_is_not_looked_at() -> None:
    """Better late than never."""
    late = DUE + timedelta(days=1)

    def claim(pk: int, **names: str) -> Claim | None:
        claimed = original(pk, **names)
        return claimed and replace(claimed, send_before=late)

    original = sending_claim.claim
    patch(sending_send, "claim", claim)


def quota_is_counted_before_the_lock() -> None:
    """Two look at the one free slot, and both take it."""

    def claim(pk: int, **names: str) -> Claim | None:
        campaign = Campaign.objects.select_related("submission", "application").get(pk=pk)
        return None if binding(campaign, timezone.now()) else original(pk, **names)

    binding, original = holds.binding, sending_claim.claim
    patch(holds, "binding", lambda *_, **__: None)
    patch(sending_send, "claim", claim)
