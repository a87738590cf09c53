"""What the claim checks under the lock; one sender gets it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.access import NotAllowed
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign, OutsideSend, Pause, Review, Submission
from campaigns.sending import holds
from tests.factories import approved, make_campaign
from tests.flushing import unguarded
from tests.sending.claimed_campaigns import (
    EVERYONE,
    QUOTA_OF_NOBODY,
    claimed,
    due_since,
    try_to_claim,
)


def reason(campaign: Campaign) -> str:
    """Why it may not go, as a person is told; asked anew."""
    hold = holds.current(Campaign.objects.get(pk=campaign.pk), timezone.now())
    return hold.reason.msgid if hold else ""


def test_claim_opens_one_attempt_and_moves_to_sending(shop: Application) -> None:
    made = claimed(shop)
    campaign = Campaign.objects.get(pk=made.campaign_pk)
    attempt = Attempt.objects.get()
    assert (campaign.status, attempt.outcome, attempt.number) == (Status.SENDING, "open", 1)


def test_second_claim_gets_nothing(shop: Application) -> None:
    campaign = Campaign.objects.get(pk=claimed(shop).campaign_pk)
    assert try_to_claim(campaign) is None
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    "status", [status for status in Status if status not in (Status.APPROVED, Status.SENDING)]
)
def test_only_what_is_approved_is_claimed(shop: Application, status: Status) -> None:
    campaign = approved(make_campaign(shop))
    Campaign.objects.update(status=status)
    assert try_to_claim(campaign) is None


def test_claim_before_its_time_gets_nothing(shop: Application) -> None:
    campaign = approved(make_campaign(shop, send_at=timezone.now() + timedelta(hours=1)))
    Campaign.objects.update(due_at=timezone.now(), next_try_at=timezone.now())
    assert try_to_claim(campaign) is None


def test_claim_after_the_window_gets_nothing(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        assert try_to_claim(campaign) is None


def test_pause_of_everything_holds(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    Pause.objects.create(reason="Incident")
    assert try_to_claim(campaign) is None
    assert "All sending is paused" in reason(campaign)


@pytest.mark.parametrize(("minutes", "holds_it"), [(None, True), (5, True), (-5, False)])
def test_pause_of_the_application_holds_until_its_end(
    shop: Application, minutes: int | None, holds_it: bool
) -> None:
    campaign = approved(make_campaign(shop))
    until = minutes and timezone.now() + timedelta(minutes=minutes)
    Application.objects.update(paused_reason="Incident", paused_until=until)
    assert (try_to_claim(campaign) is None) is holds_it


@pytest.fixture
def at_night() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 15, 30, tzinfo=UTC)):  # 23:30 in Shanghai
        yield


def test_quiet_hours_hold(at_night: None, shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    Application.objects.update(quiet_from=time(22), quiet_to=time(8))
    assert try_to_claim(campaign) is None
    assert "Quiet hours" in reason(campaign)


def test_cool_down_holds_a_push_to_everyone(shop: Application) -> None:
    campaign = approved(make_campaign(shop, **EVERYONE))
    Application.objects.update(cool_down_minutes=10)
    assert try_to_claim(campaign) is None
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        assert try_to_claim(campaign) is not None


def test_cool_down_counts_from_the_last_vote_that_counts(shop: Application) -> None:
    Application.objects.update(votes_needed_everyone=2)
    shop.refresh_from_db()
    campaign = due_since(shop, 12, **EVERYONE)
    Application.objects.update(cool_down_minutes=10)
    Review.objects.filter(reviewer__username="rita2").update(created=timezone.now())
    assert try_to_claim(campaign) is None


def test_second_push_to_everyone_of_a_day_is_held(shop: Application) -> None:
    Application.objects.update(everyone_per_day=None)
    first, second = (approved(make_campaign(shop, **EVERYONE)) for _ in range(2))
    Application.objects.update(everyone_per_day=1)
    assert (try_to_claim(first) is None, try_to_claim(second) is None) == (False, True)
    assert "push to everyone is used" in reason(second)


@pytest.fixture
def in_the_morning() -> Iterator[None]:
    """The window of 4 hours ends before the team's midnight."""
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):  # 10:00 in Shanghai
        yield


def test_second_push_to_everyone_of_a_day_is_not_approved(
    in_the_morning: None, shop: Application
) -> None:
    Application.objects.update(everyone_per_day=1)
    approved(make_campaign(shop, **EVERYONE))
    with pytest.raises(NotAllowed) as refused:
        approved(make_campaign(shop, **EVERYONE))
    assert [problem.field for problem in refused.value.problems] == ["send_at"]


def test_push_to_a_package_counts_as_everyone(shop: Application) -> None:
    Application.objects.update(everyone_per_day=None)
    package = {**EVERYONE, "audience_kind": "package", "audience_packageName": "com.example"}
    first = approved(make_campaign(shop, **package))
    second = approved(make_campaign(shop, **EVERYONE))
    Application.objects.update(everyone_per_day=1)
    assert (try_to_claim(first) is None, try_to_claim(second) is None) == (False, True)


@pytest.mark.parametrize("tampering", ["body", "send_before", "votes_needed", "app_key"])
def test_what_differs_from_what_was_approved_is_held(shop: Application, tampering: str) -> None:
    campaign = approved(make_campaign(shop))
    later = timezone.now() + timedelta(days=9)
    match tampering:
        case "app_key":
            Application.objects.update(app_key="another-key")
        case "body":
            with unguarded():
                Submission.objects.update(body=b"{}")
        case _:
            with unguarded():
                Submission.objects.update(**{tampering: later if "send" in tampering else 2})
    assert try_to_claim(campaign) is None
    assert not Attempt.objects.exists()


def test_voter_who_became_an_editor_voids_the_approval(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    campaign.editors.add(User.objects.get(username="rita"))
    assert try_to_claim(campaign) is None
    assert Campaign.objects.get(pk=campaign.pk).status == Status.IN_REVIEW


def test_outside_sends_use_the_quota(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    for _ in range(2):
        OutsideSend.objects.create(application=shop, at=timezone.now(), recorded_by=campaign.author)
    assert try_to_claim(campaign) is None
    assert "quota" in reason(campaign)


def test_older_due_campaign_gets_the_last_slot(shop: Application) -> None:
    claimed(shop)
    Application.objects.update(**QUOTA_OF_NOBODY)
    shop.refresh_from_db()
    older, younger = due_since(shop, 2), due_since(shop, 1)
    Application.objects.update(per_hour=2)
    assert try_to_claim(younger) is None
    assert try_to_claim(older) is not None


def test_older_campaign_that_is_held_keeps_no_slot_from_a_younger_one(shop: Application) -> None:
    Application.objects.update(**QUOTA_OF_NOBODY)
    shop.refresh_from_db()
    assert try_to_claim(approved(make_campaign(shop, **EVERYONE))) is not None
    older, younger = due_since(shop, 2, **EVERYONE), due_since(shop, 1)
    Application.objects.update(per_hour=2, everyone_per_day=1)
    assert try_to_claim(older) is None
    assert try_to_claim(younger) is not None


def test_older_campaign_in_its_backoff_keeps_no_slot(shop: Application) -> None:
    claimed(shop)
    Application.objects.update(**QUOTA_OF_NOBODY)
    shop.refresh_from_db()
    older, younger = due_since(shop, 2), due_since(shop, 1)
    Campaign.objects.filter(pk=older.pk).update(next_try_at=timezone.now() + timedelta(seconds=30))
    Application.objects.update(per_hour=2)
    assert try_to_claim(younger) is not None
