"""What is recorded of an attempt, and what follows from it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.domain.scheduling import quota
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign
from campaigns.provider.connection import ProviderAnswer
from campaigns.sending import overdue, record
from tests.factories import approved, make_campaign
from tests.sending.claimed_campaigns import (
    ACCEPTED,
    NOT_SENT,
    REFUSED,
    campaign_of,
    claimed,
    try_to_claim,
)


def test_first_verdict_stays(shop: Application) -> None:
    claim = claimed(shop)
    record.record_verdict(claim.attempt, ACCEPTED)
    record.record_verdict(claim.attempt, NOT_SENT)
    assert (campaign_of(claim).status, Attempt.objects.get().push_id) == (Status.SENT, "push-1")


def test_what_was_not_sent_did_not_let_its_first_byte_go(shop: Application) -> None:
    claim = claimed(shop)
    Attempt.objects.update(first_byte_left=True)
    record.record_verdict(claim.attempt, NOT_SENT)
    assert not Attempt.objects.get().first_byte_left


def test_quota_refusal_pauses_until_the_day_is_over_everywhere(shop: Application) -> None:
    claim = claimed(shop)
    record.record_verdict(claim.attempt, Verdict(Outcome.REFUSED_QUOTA, 1008))
    shop.refresh_from_db()
    assert shop.paused_until == quota.day_end(shop.limits, timezone.now())
    assert not shop.is_paused(shop.paused_until)


@pytest.mark.parametrize("code", [1001, 1004, 1006, 1007, 1009])
def test_refusal_of_the_app_key_pauses_until_somebody_acts(shop: Application, code: int) -> None:
    record.record_verdict(claimed(shop).attempt, Verdict(Outcome.REFUSED, code))
    shop.refresh_from_db()
    assert (bool(shop.paused_reason), shop.paused_until) == (True, None)


def test_refusal_of_the_body_pauses_nothing(shop: Application) -> None:
    record.record_verdict(claimed(shop).attempt, REFUSED)
    shop.refresh_from_db()
    assert shop.paused_reason == ""


def test_persons_pause_stays(shop: Application) -> None:
    claim = claimed(shop)
    Application.objects.update(paused_reason="Incident", paused_until=None)
    record.record_verdict(claim.attempt, Verdict(Outcome.REFUSED_QUOTA, 1008))
    shop.refresh_from_db()
    assert (shop.paused_reason, shop.paused_until) == ("Incident", None)


def test_answer_is_kept_as_it_can_be_stored(shop: Application) -> None:
    answer = ProviderAnswer(502, b"\0\xff" + b"x" * 5000, complete=True)
    record.record_verdict(claimed(shop).attempt, Verdict(Outcome.UNKNOWN), answer)
    kept = Attempt.objects.get().answer
    assert kept == "\\x00\\xff" + "x" * 2046


def test_miss_is_for_what_is_over(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    overdue.miss(campaign.pk)
    assert Campaign.objects.get(pk=campaign.pk).status == Status.APPROVED
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        overdue.miss(campaign.pk)
    assert Campaign.objects.get(pk=campaign.pk).status == Status.MISSED


def test_miss_leaves_alone_what_is_being_sent(shop: Application) -> None:
    claim = claimed(shop)
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        overdue.miss(claim.campaign_pk)
    assert campaign_of(claim).status == Status.SENDING


def test_undo_closes_what_a_failed_commit_left_open(shop: Application) -> None:
    claim = claimed(shop)
    record.undo(claim.attempt.request_id, "The claim was not confirmed.")
    assert (campaign_of(claim).status, Attempt.objects.get().outcome) == ("approved", "not_sent")
    assert try_to_claim(campaign_of(claim)) is not None
