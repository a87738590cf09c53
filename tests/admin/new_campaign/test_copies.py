"""Duplicates, and tests on the team's phones: drafts like any other, one per click."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.composer import copies
from campaigns.composer.copies import COPIED
from campaigns.models import Application, Campaign, Label
from tests import factories
from tests.admin.conftest import said

pytestmark = pytest.mark.django_db
TOKEN = "A" * 22
VERBS = ("duplicate", "test")


def clicked(client: Client, verb: str, campaign: Campaign, token: str = TOKEN) -> Any:
    url = reverse(f"admin:campaigns_campaign_{verb}", args=[campaign.pk])
    return client.post(url, {"token": token}, follow=True)


@pytest.fixture
def sent(shop: Application, people: dict[str, User]) -> Campaign:
    """Approved, planned, labelled, with more than one editor."""
    campaign = factories.make_campaign(
        shop,
        people[roles.MARKETER],
        send_at=timezone.now() + timedelta(hours=1),
        send_before=timezone.now() + timedelta(hours=2),
        labels=["sale", "autumn"],
        ios_badge=0,
        ios_extras={"id": "1"},
    )
    return factories.approved(campaign, people[roles.REVIEWER])


def test_a_duplicate_is_a_new_draft_of_whoever_asked(sent: Campaign, shop: Application) -> None:
    factories.make_user("max", roles.MARKETER, [shop])
    client = Client()
    client.force_login(User.objects.get(username="max"))
    assert clicked(client, "duplicate", sent).status_code == 200
    made = Campaign.objects.latest("pk")
    assert (made.name, made.status, made.version) == ("Copy of Sale", "draft", 1)
    assert {name: getattr(made, name) for name in COPIED} == {
        name: getattr(sent, name) for name in COPIED
    }
    times = (made.send_at, made.send_before, made.due_at, made.next_try_at, made.submission)
    assert times == (None,) * 5
    assert made.writers() == {made.author_id, sent.author_id}
    assert made.author.username == "max"
    assert [event.comment for event in made.events.all()] == [f"#{sent.pk}"]
    sent.refresh_from_db()
    assert sent.status == "approved"


@pytest.mark.parametrize("verb", VERBS)
def test_a_double_click_makes_one(verb: str, sent: Campaign, marketer: Client) -> None:
    Application.objects.update(test_user_ids=["u1"])
    first = clicked(marketer, verb, sent)
    second = clicked(marketer, verb, sent)
    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    assert Campaign.objects.count() == 2
    clicked(marketer, verb, sent, token="B" * 22)
    assert Campaign.objects.count() == 3


def test_one_token_makes_one_copy_of_each(
    sent: Campaign, draft: Campaign, marketer: Client
) -> None:
    clicked(marketer, "duplicate", sent)
    clicked(marketer, "duplicate", draft)
    assert Campaign.objects.count() == 4


@pytest.mark.parametrize("token", ["", "short", "A" * 23, "../" * 8, "é" * 22])
@pytest.mark.parametrize("verb", VERBS)
def test_without_a_token_of_ours_nothing_is_made(
    verb: str, token: str, draft: Campaign, marketer: Client
) -> None:
    assert "Reload the page" in said(clicked(marketer, verb, draft, token))
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", [roles.REVIEWER, roles.OPERATOR, roles.AUDITOR])
def test_only_marketers_copy(
    role: str, verb: str, at: Callable[[str], Client], draft: Campaign
) -> None:
    Application.objects.update(test_user_ids=["u1"])
    client = at(role)
    page = said(client.get(reverse("admin:campaigns_campaign_page", args=[draft.pk])))
    assert f"/{verb}/" not in page
    assert "Ask a marketer" in said(clicked(client, verb, draft))
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_other_teams_campaigns_are_not_there(
    verb: str, marketer: Client, other: Application
) -> None:
    foreign = factories.make_campaign(other, factories.make_user("boss"))
    assert clicked(marketer, verb, foreign).status_code == 404
    url = reverse(f"admin:campaigns_campaign_{verb}", args=[foreign.pk])
    assert marketer.get(url).status_code == 405
    assert Client().post(url, {"token": TOKEN}).status_code == 302
    assert Campaign.objects.count() == 1


def test_a_forged_post_without_csrf_is_refused(draft: Campaign, people: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people[roles.MARKETER])
    for verb in (*VERBS, "rehearse", "save_template"):
        assert clicked(client, verb, draft).status_code == 403


def test_a_test_goes_to_the_test_users_and_says_its_price(
    sent: Campaign, marketer: Client, shop: Application
) -> None:
    Application.objects.update(test_user_ids=["u1", "u2", "u1"])
    page = said(marketer.get(reverse("admin:campaigns_campaign_page", args=[sent.pk])))
    assert "A draft to 2 test users" in page
    assert "It uses 1 of the 2 sends left today" in page
    answer = clicked(marketer, "test", sent)
    made = Campaign.objects.latest("pk")
    assert (made.name, made.audience_kind, made.status) == ("Test of Sale", "users", "draft")
    assert made.audience_userid == ["u1", "u2"]
    assert (made.audience_tag, made.audience_tag_or, made.audience_packageName) == ([], [], "")
    assert "2 named users, on all their devices." in said(answer)
    assert "Submit for review" in said(answer)
    assert factories.submitted(made).status == "in_review"


def test_a_test_is_not_offered_without_test_users(draft: Campaign, marketer: Client) -> None:
    page = said(marketer.get(reverse("admin:campaigns_campaign_page", args=[draft.pk])))
    assert "Test on real phones" not in page
    with pytest.raises(NotAllowed):
        copies.test_on_phones(draft, Actor(draft.author))


def test_when_nothing_is_left_today_it_says_so(
    marketer: Client, people: dict[str, User], shop: Application
) -> None:
    Application.objects.update(test_user_ids=["u1"], per_day=1)
    campaign = factories.make_campaign(shop, people[roles.MARKETER])
    factories.approved(campaign, people[roles.REVIEWER])
    page = said(marketer.get(reverse("admin:campaigns_campaign_page", args=[campaign.pk])))
    assert "No send is left today" in page


def test_a_long_name_is_cut_and_labels_are_known(shop: Application) -> None:
    source = factories.make_campaign(shop, name="N" * 200, labels=["x" * 300, "y"])
    made = copies.duplicate(source, Actor(source.author))
    assert len(made.name) <= 200
    assert sorted(map(len, Label.objects.values_list("name", flat=True))) == [1, 100]
    assert made.labellings.count() == 2
