"""The reviewer's desk: what waits for one's own vote, the first to expire on top."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.admin.base import moment_text as moment
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.models import Application, Campaign
from tests import factories
from tests.admin.conftest import page, said

pytestmark = pytest.mark.django_db
DESK = reverse("admin:campaigns_campaign_desk")
INDEX = reverse("admin:index")


def waiting(client: Client, url: str = DESK) -> list[str]:
    return [row.campaign.name for row in client.get(url).context["desk"]]


@pytest.mark.parametrize("url", [DESK, INDEX])
def test_a_row_says_it_all(
    url: str, reviewer: Client, people: dict[str, User], shop: Application
) -> None:
    draft = factories.make_campaign(shop, people[roles.MARKETER], name="Autumn", title="Coats")
    campaign = factories.submitted(draft)
    assert campaign.submission is not None
    content = said(reviewer.get(url))
    expires = moment(campaign.submission.send_before, "Asia/Shanghai")
    parts = ("Autumn", "Coats", "Shop", "People tagged vip", "maria", expires, "0\xa0minutes")
    for part in (*parts, page(campaign)):
        assert part in content


@pytest.mark.parametrize("url", [DESK, INDEX])
def test_the_first_to_expire_is_on_top(
    url: str, reviewer: Client, people: dict[str, User], shop: Application
) -> None:
    now = timezone.now()
    for name, hours in (("Late", 9), ("Soon", 1), ("Later", 20)):
        columns = {"name": name, "send_at": now + timedelta(hours=hours)}
        factories.submitted(factories.make_campaign(shop, people[roles.MARKETER], **columns))
    assert waiting(reviewer, url) == ["Soon", "Late", "Later"]


def test_what_expires_within_the_hour_is_marked(
    reviewer: Client, people: dict[str, User], shop: Application
) -> None:
    for minutes in (50, 200):
        end = timezone.now() + timedelta(minutes=minutes)
        factories.submitted(factories.make_campaign(shop, people[roles.MARKETER], send_before=end))
    assert [row.is_soon for row in reviewer.get(DESK).context["desk"]] == [True, False]
    assert said(reviewer.get(DESK)).count('class="soon"') == 1


def test_only_what_this_person_may_vote_on(
    reviewer: Client, people: dict[str, User], shop: Application, other: Application
) -> None:
    rita, maria = people[roles.REVIEWER], people[roles.MARKETER]
    rita.groups.add(factories.make_group(roles.MARKETER))
    factories.submitted(factories.make_campaign(shop, rita, name="Her own"))
    factories.submitted(factories.make_campaign(other, factories.make_user("boss"), name="Theirs"))
    factories.make_campaign(shop, maria, name="Draft")
    factories.submitted(factories.make_campaign(shop, maria, name="For her"))
    assert waiting(reviewer) == waiting(reviewer, INDEX) == ["For her"]


def test_what_is_voted_on_is_gone(
    reviewer: Client, people: dict[str, User], shop: Application
) -> None:
    Application.objects.update(votes_needed_tags=2)
    campaign = factories.submitted(factories.make_campaign(shop, people[roles.MARKETER]))
    assert campaign.submission is not None
    typed = {
        "digest": campaign.submission.digest,
        "checked": [str(one) for one in ChecklistSection],
    }
    reviewer.post(reverse("admin:campaigns_campaign_move", args=[campaign.pk, "approve"]), typed)
    assert waiting(reviewer) == []
    assert "Nothing waits for your review." in said(reviewer.get(DESK))


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_is_the_reviewers(role: str, at: Callable[[str], Client]) -> None:
    client, is_reviewer = at(role), role == roles.REVIEWER
    assert client.get(DESK).status_code == (200 if is_reviewer else 403)
    assert (DESK in said(client.get(INDEX))) is is_reviewer
    assert client.post(DESK).status_code == 405


def test_more_that_waits_costs_no_more_queries(
    reviewer: Client, people: dict[str, User], shop: Application
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert reviewer.get(DESK).status_code == 200
        return len(found)

    author = people[roles.MARKETER]
    factories.submitted(factories.make_campaign(shop, author))
    reviewer.get(DESK)
    few = queries()
    for _ in range(4):
        factories.submitted(factories.make_campaign(shop, author))
    assert queries() == few <= 12
    assert Campaign.objects.count() == 5
