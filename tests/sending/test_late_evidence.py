"""Evidence, reaper and people may come in any order; the truth about the attempt wins."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.composer import lifecycle
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign, Event
from campaigns.sending import overdue, record, resolution
from campaigns.sending.claim import Claim
from tests.factories import approved, user
from tests.sending.claimed_campaigns import (
    ACCEPTED,
    NOT_SENT,
    REFUSED,
    campaign_of,
    claimed,
    try_to_claim,
)


def reaped(application: Application) -> Claim:
    claim = claimed(application)
    Campaign.objects.update(status_since=timezone.now() - timedelta(seconds=121))
    overdue.reap(claim.campaign_pk)
    return claim


def test_reaper_makes_it_unknown_and_keeps_it_counted(shop: Application) -> None:
    claim = reaped(shop)
    assert (campaign_of(claim).status, Attempt.objects.get().outcome) == ("unknown", "unknown")


def test_reaper_leaves_alone_what_was_claimed_just_now(shop: Application) -> None:
    """Its own look at the database may be old: the campaign went back and was claimed anew."""
    claim = claimed(shop)
    overdue.reap(claim.campaign_pk)
    assert campaign_of(claim).status == Status.SENDING


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (ACCEPTED, Status.SENT),
        (REFUSED, Status.REFUSED),
        (Verdict(Outcome.REFUSED_QUOTA, 1008), Status.REFUSED),
        (NOT_SENT, Status.MISSED),
        (Verdict(Outcome.UNKNOWN), Status.UNKNOWN),
    ],
)
def test_late_evidence_beats_the_reaper(
    shop: Application, verdict: Verdict, status: Status
) -> None:
    claim = reaped(shop)
    record.record_verdict(claim.attempt, verdict)
    assert campaign_of(claim).status == status
    assert Attempt.objects.get().outcome == verdict.outcome


def resolve(claim: Claim, *, arrived: bool) -> None:
    operator = Actor(user("otto", roles.OPERATOR))
    resolution.resolve(
        claim.campaign_pk, operator, arrived=arrived, push_id="seen", comment="Looked it up."
    )


@pytest.mark.parametrize("verdict", [ACCEPTED, REFUSED, NOT_SENT], ids=lambda v: v.outcome)
@pytest.mark.parametrize("arrived", [True, False])
def test_evidence_after_a_persons_decision_is_noted_and_moves_nothing(
    shop: Application, verdict: Verdict, arrived: bool
) -> None:
    claim = reaped(shop)
    resolve(claim, arrived=arrived)
    record.record_verdict(claim.attempt, verdict)
    assert campaign_of(claim).status == (Status.SENT if arrived else Status.REFUSED)
    attempt = Attempt.objects.get()
    assert attempt.outcome == ("unknown" if verdict is NOT_SENT else verdict.outcome)
    assert attempt.push_id == (verdict.push_id or ("seen" if arrived else ""))
    assert Event.objects.filter(campaign=claim.campaign_pk, verb="late-evidence").count() == 1


@pytest.mark.parametrize("verdict", [ACCEPTED, REFUSED, NOT_SENT], ids=lambda v: v.outcome)
def test_evidence_of_an_earlier_submission_does_not_touch_the_next_one(
    shop: Application, verdict: Verdict
) -> None:
    claim = reaped(shop)
    resolve(claim, arrived=False)
    lifecycle.revise(claim.campaign_pk, Actor(user("maria", roles.MARKETER)))
    again = try_to_claim(approved(campaign_of(claim)))
    assert again is not None
    record.record_verdict(claim.attempt, verdict)
    assert campaign_of(claim).status == Status.SENDING
    assert Attempt.objects.get(pk=again.attempt.pk).outcome == Outcome.OPEN
