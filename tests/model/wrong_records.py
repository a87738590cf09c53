"""Senders that record an outcome wrongly, for the explorer to catch."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.domain.workflow import Status
from campaigns.models import Attempt, Campaign, Submission
from campaigns.provider import push
from campaigns.scheduling import quota
from campaigns.sending import overdue, record, send, tick
from campaigns.sending.claim import Claim
from tests.model import interventions
from tests.model.clock import WINDOW
from tests.model.wrong_claims import patch


def read_timeout_is_not_sent() -> None:
    """Take silence for proof that nothing left."""
    _take_silence_for(Outcome.NOT_SENT)


def _take_silence_for(outcome: Outcome, push_id: str = "") -> None:
    exchange = push.exchange

    def trusting(*args: object, **kwargs: object) -> object:
        verdict, answer = exchange(*args, **kwargs)  # type: ignore[arg-type]
        if verdict.outcome is Outcome.UNKNOWN and answer is None:
            verdict = replace(verdict, outcome=outcome, push_id=push_id)
        return verdict, answer

    patch(push, "exchange", trusting)


def signal_is_not_sent() -> None:
    """Whoever is told to stop in the answer writes down that nothing happened."""

    def post(line: object, claimed: Claim, ready: object) -> None:
        verdict, answer = Verdict(Outcome.NOT_SENT, error="Stopped."), None
        try:
            verdict, answer = send.exchange(line, claimed, ready)  # type: ignore[arg-type]
        finally:
            record.record_verdict(claimed.attempt, verdict, answer)

    patch(send, "_post", post)


def count_released_on_unknown() -> None:
    """Give the slot back where nobody knows."""
    counted = ~Q(outcome__in=[Outcome.NOT_SENT, Outcome.UNKNOWN])
    patch(quota, "COUNTED_OUTCOMES", counted)


def reaper_queues_again() -> None:
    """Take a silent sender for one that sent nothing."""

    def reap(pk: int) -> None:
        with transaction.atomic():
            Attempt.objects.filter(submission__campaign=pk, outcome=Outcome.OPEN).update(
                outcome=Outcome.NOT_SENT, finished=timezone.now()
            )
            Campaign.objects.filter(pk=pk, status=Status.SENDING).update(status=Status.APPROVED)

    patch(overdue, "reap", reap)


def sent_again_without_approval() -> None:
    """Somebody says that it did not arrive, and the machine sends it once more."""

    def did_not_arrive(campaign: Campaign) -> None:
        _decide(campaign)
        again = Submission.objects.get(campaign=campaign)
        votes = list(again.reviews.all())
        again.pk, again.send_before = None, timezone.now() + WINDOW
        again.digest = again.digest_now(campaign.application)
        again.save(force_insert=True)
        for vote in votes:
            vote.pk, vote.submission, vote.digest = None, again, again.digest
            vote.save(force_insert=True)
        Campaign.objects.filter(pk=campaign.pk).update(status=Status.APPROVED, submission=again)

    _decide = interventions.decide_not_arrived
    patch(interventions, "decide_not_arrived", did_not_arrive)


def silence_is_success() -> None:
    """Whoever says nothing agrees."""
    _take_silence_for(Outcome.ACCEPTED, push_id="made up")


def nobody_reaps() -> None:
    """Wait for a sender for ever."""
    patch(overdue, "reap", lambda pk: None)


def unknown_is_given_up() -> None:
    """Once its window is over, what nobody knows is missed."""

    def look(enqueue: Callable[[int], object]) -> None:
        original(enqueue)
        unknown = Campaign.objects.filter(status=Status.UNKNOWN)
        unknown.filter(submission__send_before__lt=timezone.now()).update(status=Status.MISSED)

    original = tick.look
    patch(tick, "look", look)
