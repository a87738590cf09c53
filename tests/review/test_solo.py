"""S15, item 5: a team of one may vote on its own work, and nobody can overlook that it did."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Group, User
from django.core.checks import Tags, Warning, run_checks
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.domain.workflow import Status
from campaigns.management import output
from campaigns.models import Application, Campaign, Event, Review
from campaigns.review import voters
from pushconsole import environment
from tests.factories import LONG_AGO, make_campaign, make_user, submitted
from tests.review.voting_on import EVERYONE, now, refusal, reviewer, vote
from tests.sending.claims import try_to_claim

SAYS_SO = b"Solo mode: whoever wrote a campaign may also approve it"


@pytest.fixture
def solo(settings: LazySettings) -> LazySettings:
    settings.SOLO_MODE = True
    return settings


@pytest.fixture
def sole(shop: Application) -> User:
    """Who does everything."""
    made = make_user("sole", roles.MARKETER)
    for role in (roles.REVIEWER, roles.OPERATOR):
        made.groups.add(Group.objects.get(name=role))
    made.access.reviewer_since = LONG_AGO
    made.access.save()
    return User.objects.get(pk=made.pk)


def test_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    from pushconsole import settings as product

    assert product.SOLO_MODE is False
    monkeypatch.setenv("SOLO_MODE", "1")
    assert environment.boolean("SOLO_MODE", False)


def test_only_then_the_submitter_may_vote(shop: Application, sole: User, solo: Any) -> None:
    solo.SOLO_MODE = False
    campaign = submitted(make_campaign(shop, sole))
    assert "wrote, edited or submitted" in refusal(campaign, sole)
    assert not voters.awaiting(sole).exists()
    solo.SOLO_MODE = True
    assert list(voters.awaiting(sole)) == [campaign]
    assert vote(campaign, sole).status == Status.APPROVED
    assert Review.objects.get().solo
    assert try_to_claim(now(campaign)) is not None


def test_another_persons_vote_is_not_solo(shop: Application, sole: User, solo: Any) -> None:
    vote(submitted(make_campaign(shop, sole)), reviewer("rita"))
    assert not Review.objects.get().solo


def test_the_database_refuses_a_vote_of_the_submitter_that_is_not_marked(
    shop: Application, sole: User, solo: Any
) -> None:
    vote(submitted(make_campaign(shop, sole)), sole)
    (review,) = Review.objects.all()
    review.pk, review.solo = None, False
    review.submission = submitted(make_campaign(shop, sole)).submission  # type: ignore[assignment]
    with pytest.raises(IntegrityError, match="review_by_another_person"), transaction.atomic():
        review.save(force_insert=True)


def test_one_person_alone_can_push_to_everyone(shop: Application, sole: User, solo: Any) -> None:
    campaign = submitted(make_campaign(shop, sole, **EVERYONE))
    assert campaign.submission is not None
    assert campaign.submission.votes_needed == 2
    assert voters.needed(campaign, campaign.submission) == 1
    assert vote(campaign, sole).status == Status.APPROVED


def test_two_people_still_need_both_votes(shop: Application, sole: User, solo: Any) -> None:
    rita = reviewer("rita")
    campaign = submitted(make_campaign(shop, sole, **EVERYONE))
    assert vote(campaign, sole).status == Status.IN_REVIEW
    assert vote(campaign, rita).status == Status.APPROVED


def test_switched_off_again_solo_votes_are_void(shop: Application, sole: User, solo: Any) -> None:
    campaign = vote(submitted(make_campaign(shop, sole)), sole)
    solo.SOLO_MODE = False
    assert try_to_claim(campaign) is None
    campaign = now(campaign)
    assert campaign.status == Status.IN_REVIEW
    assert campaign.submission is not None
    assert [vote.reviewer for vote in voters.void(campaign, campaign.submission)] == [sole]
    assert vote(campaign, reviewer("rita")).status == Status.APPROVED


def test_switched_off_again_a_push_to_everyone_needs_its_two_votes(
    shop: Application, sole: User, solo: Any
) -> None:
    campaign = vote(submitted(make_campaign(shop, sole, **EVERYONE)), sole)
    solo.SOLO_MODE = False
    try_to_claim(campaign)
    assert vote(campaign, reviewer("rita")).status == Status.IN_REVIEW
    assert vote(campaign, reviewer("rosa")).status == Status.APPROVED


def test_every_event_records_it(shop: Application, sole: User, solo: Any) -> None:
    campaign = vote(submitted(make_campaign(shop, sole)), sole)
    made = Event.objects.filter(campaign=campaign)
    assert {(event.verb, event.solo) for event in made} == {
        ("create", True),
        ("submit", True),
        ("approve", True),
    }
    solo.SOLO_MODE = False
    make_campaign(shop, sole)
    assert not Event.objects.latest("pk").solo


def test_the_command_lines_json_says_it(shop: Application, sole: User, solo: Any) -> None:
    said = output.campaign_details(vote(submitted(make_campaign(shop, sole)), sole), timezone.now())
    assert [review["solo"] for review in said["reviews"]] == [True]
    assert {event["solo"] for event in said["events"]} == {True}


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "campaigns_campaign_changelist",
        "campaigns_campaign_add",
        "campaigns_application_changelist",
        "campaigns_event_changelist",
        "sandbox:index",
        "page",
        "application",
    ],
)
def test_every_screen_says_so(
    shop: Application, sole: User, solo: Any, client: Client, name: str
) -> None:
    campaign: Campaign = make_campaign(shop, sole)
    urls = {
        "page": reverse("admin:campaigns_campaign_page", args=[campaign.pk]),
        "application": reverse("admin:campaigns_application_change", args=[shop.pk]),
    }
    client.force_login(sole)
    url = urls.get(name) or reverse(name if ":" in name else f"admin:{name}")
    assert SAYS_SO in client.get(url, follow=True).content
    solo.SOLO_MODE = False
    assert SAYS_SO not in client.get(url, follow=True).content


def test_more_than_one_reviewer_is_warned_of(sole: User, solo: Any) -> None:
    def warnings() -> list[Any]:
        found = run_checks(tags=[Tags.database], databases=["default"])
        return [one for one in found if one.id == "campaigns.W001"]

    assert warnings() == []
    rita = reviewer("rita")
    assert [type(one) for one in warnings()] == [Warning]
    User.objects.filter(pk=rita.pk).update(is_active=False)
    assert warnings() == []
    User.objects.filter(pk=rita.pk).update(is_active=True)
    solo.SOLO_MODE = False
    assert warnings() == []
