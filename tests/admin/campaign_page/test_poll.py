"""An open page polls for changes; the countdown, and the button beside it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Event, Heartbeat
from campaigns.sending import heartbeats
from tests import factories
from tests.admin.conftest import page, said

pytestmark = pytest.mark.django_db
AT = Callable[[str], Client]
MOVING = (Status.IN_REVIEW, Status.APPROVED, Status.SENDING)


def asking(client: Client, campaign: Campaign) -> str:
    """The address that the page asks, as it stands in the page."""
    standing = client.get(page(campaign)).context["standing"]
    url = reverse("admin:campaigns_campaign_standing", args=[campaign.pk])
    return f"{url}?status={standing.status}&seen={standing.seen}&silent={standing.silent}"


@pytest.fixture
def everyone(shop: Application, people: dict[str, User]) -> Campaign:
    """A push to everyone that rita and rolf approved a moment ago."""
    author = people[roles.MARKETER]
    draft = factories.make_campaign(shop, author, audience_kind="everyone", audience_tag=[])
    rolf = factories.make_user("rolf", roles.REVIEWER, [shop])
    return factories.approved(draft, people[roles.REVIEWER], rolf)


@pytest.mark.parametrize("status", Status)
def test_only_what_can_change_by_itself_is_asked_about(
    status: Status, marketer: Client, draft: Campaign
) -> None:
    factories.approved(draft, User.objects.get(username="rita"))
    Campaign.objects.update(status=status)
    answer = marketer.get(page(draft))
    assert (answer.context["standing"] is not None) is (status in MOVING)
    assert ("hx-get" in said(answer)) is (status in MOVING)


def test_page_is_loaded_again_when_nothing_ticks_and_when_it_ticks_again(
    marketer: Client, due: Campaign
) -> None:
    heartbeats.note_tick()
    heartbeats.note_sender()
    url = asking(marketer, due)
    assert marketer.get(url).status_code == 204
    Heartbeat.objects.update(at=Now() - timedelta(minutes=1))
    assert marketer.get(url).headers["HX-Redirect"] == page(due)
    assert "nothing has ticked since" in said(marketer.get(page(due)))
    url = asking(marketer, due)
    assert marketer.get(url).status_code == 204
    heartbeats.note_tick()
    assert marketer.get(url).headers["HX-Redirect"] == page(due)
    assert "nothing has ticked since" not in said(marketer.get(page(due)))


def test_while_nothing_happens_the_answer_is_empty_and_cheap(
    marketer: Client, draft: Campaign
) -> None:
    url = asking(marketer, factories.submitted(draft))
    marketer.get(url)
    with CaptureQueriesContext(connection) as found:
        answer = marketer.get(url)
    assert (answer.status_code, answer.content) == (204, b"")
    assert len(found) <= 8


def test_an_approved_one_is_loaded_again_when_it_moves(marketer: Client, draft: Campaign) -> None:
    campaign = factories.approved(draft, User.objects.get(username="rita"))
    url = asking(marketer, campaign)
    Campaign.objects.update(status=Status.SENDING)
    assert marketer.get(url)["HX-Redirect"] == page(draft)


def test_a_reader_is_told_and_keeps_what_they_typed(
    marketer: Client, reviewer: Client, draft: Campaign
) -> None:
    url = asking(reviewer, factories.submitted(draft))
    marketer.post(reverse("admin:campaigns_campaign_move", args=[draft.pk, "withdraw"]))
    answer = reviewer.get(url)
    assert answer.status_code == 286
    assert "HX-Redirect" not in answer
    assert "Something happened to this campaign meanwhile." in said(answer)


def test_a_comment_is_news_too(marketer: Client, reviewer: Client, draft: Campaign) -> None:
    url = asking(reviewer, factories.submitted(draft))
    typed = {"comment": "Look at the date"}
    marketer.post(reverse("admin:campaigns_campaign_move", args=[draft.pk, "comment"]), typed)
    assert reviewer.get(url).status_code == 286


def test_it_is_nobody_elses(at: AT, other: Application, draft: Campaign) -> None:
    campaign = factories.make_campaign(other, factories.make_user("boss"))
    url = reverse("admin:campaigns_campaign_standing", args=[campaign.pk])
    for role in roles.ROLES:
        assert at(role).get(url).status_code == 404
        assert at(role).post(url).status_code == 405
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (roles.MARKETER, True),
        (roles.REVIEWER, True),
        (roles.OPERATOR, False),
        (roles.AUDITOR, False),
    ],
)
def test_one_big_button_stops_a_push_to_everyone(
    role: str, may: bool, at: AT, everyone: Campaign
) -> None:
    content = said(at(role).get(page(everyone)))
    assert everyone.due_at is not None
    assert f'data-due="{int(everyone.due_at.timestamp())}"' in content
    assert "cooling.js" in content
    door = reverse("admin:campaigns_campaign_move", args=[everyone.pk, "unschedule"])
    assert content.count(door) == (1 if may else 0)
    assert ("Cancel this push to everyone" in content) is may
    at(role).post(door)
    assert (Campaign.objects.get().status == Status.DRAFT) is may


def test_the_button_stays_while_something_else_holds_it(
    marketer: Client, everyone: Campaign
) -> None:
    Campaign.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    content = said(marketer.get(page(everyone)))
    assert "data-due" not in content
    assert "Cancel this push to everyone" in content


@pytest.mark.parametrize(("hours", "counts"), [(1, True), (30, False)])
def test_any_approved_push_counts_down_on_its_last_day(
    hours: int, counts: bool, marketer: Client, people: dict[str, User], shop: Application
) -> None:
    due = timezone.now() + timedelta(hours=hours)
    draft = factories.make_campaign(shop, people[roles.MARKETER], send_at=due)
    campaign = factories.approved(draft, people[roles.REVIEWER])
    content = said(marketer.get(page(campaign)))
    assert ("data-due" in content) is counts
    assert "Cancel this push" not in content


def test_nothing_written_by_asking(marketer: Client, draft: Campaign) -> None:
    url = asking(marketer, factories.submitted(draft))
    before: Any = Event.objects.count(), Campaign.objects.get().version
    marketer.get(f"{url}999")
    assert (Event.objects.count(), Campaign.objects.get().version) == before
