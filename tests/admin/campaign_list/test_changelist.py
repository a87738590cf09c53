"""The list: tabs and their numbers, search, labels, the menu of a row, and what it costs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.admin.campaign_list import tabs
from campaigns.composer import drafts
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Label
from tests import factories
from tests.admin.conftest import ROLES, said

pytestmark = pytest.mark.django_db
LIST = "admin:campaigns_campaign_changelist"


def listed(client: Client, **query: str) -> list[str]:
    """Names of the campaigns shown."""
    answer = client.get(reverse(LIST), query)
    assert answer.status_code == 200
    return [campaign.name for campaign in answer.context["cl"].result_list]


def numbers(client: Client, **query: str) -> dict[str, int | None]:
    answer = client.get(reverse(LIST), query)
    return {link.tab.slug: link.count for link in answer.context["cl"].tabs}


@pytest.fixture
def every(shop: Application, people: dict[str, User]) -> dict[Status, Campaign]:
    """One campaign of each state, named by it."""
    made = {}
    for status in Status:
        campaign = factories.make_campaign(shop, people[roles.MARKETER], name=f"is {status}")
        if status is not Status.DRAFT:
            submission = factories.submitted(campaign).submission
            assert submission is not None
            columns = {"submission": submission, "due_at": submission.created}
            Campaign.objects.filter(pk=campaign.pk).update(
                status=status, next_try_at=submission.created, **columns
            )
        made[status] = campaign
    return made


def test_each_state_has_its_tab(every: dict[Status, Campaign], marketer: Client) -> None:
    for tab in tabs.TABS:
        shown = listed(marketer, tab=tab.slug) if tab.slug else listed(marketer)
        assert set(shown) == {f"is {status}" for status in tab.statuses}
    assert {status for tab in tabs.TABS for status in tab.statuses} == set(Status)
    assert listed(marketer, tab="nowhere") == []


def test_only_what_is_open_is_counted(every: dict[Status, Campaign], marketer: Client) -> None:
    open_ones = {"draft": 1, "review": 1, "approved": 1, "sending": 2}
    rest = dict.fromkeys(("", "sent", "failed", "archive"))
    assert numbers(marketer) == open_ones | rest


def test_numbers_are_of_ones_own_and_of_the_chosen_application(
    shop: Application, other: Application, marketer: Client, people: dict[str, User]
) -> None:
    factories.make_campaign(other, factories.make_user("boss"))
    assert numbers(marketer)["draft"] == 0
    people[roles.MARKETER].access.applications.add(other)
    assert numbers(marketer)["draft"] == 1
    assert numbers(marketer, application=str(shop.pk))["draft"] == 0
    assert numbers(marketer, application=str(other.pk))["draft"] == 1


def test_tabs_keep_the_search(draft: Campaign, marketer: Client) -> None:
    content = said(marketer.get(reverse(LIST), {"q": "sa le", "p": "1", "tab": "draft"}))
    assert "?q=sa+le&amp;tab=review" in content
    assert 'aria-current="page">Drafts' in content


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("coats", True),
        ("COATS boots", True),
        ("boots nothing", False),
        ("标题", True),
        ("autumn", True),
        ("half", True),
        ("harm", True),
        ("%", False),
        ("vip", False),
        ("maria", False),
        ("\0", True),
    ],
)
def test_search_looks_into_name_titles_texts_and_labels(
    word: str, found: bool, shop: Application, marketer: Client
) -> None:
    texts: dict[str, Any] = {
        "title": "标题",
        "alert": "Half price",
        "ios_title": "Boots",
        "harmonyOS_alert": "Harm",
    }
    factories.make_campaign(shop, name="Coats", labels=["Autumn 26"], **texts)
    assert listed(marketer, q=word) == (["Coats"] if found else [])


def test_filter_by_label(
    shop: Application, other: Application, marketer: Client, people: dict[str, User]
) -> None:
    one = factories.make_campaign(shop, name="one", labels=["秋 <b>", "sale"])
    factories.make_campaign(shop, name="two", labels=["sale"])
    factories.make_campaign(other, factories.make_user("boss"), labels=["秋 <b>", "secret"])
    assert listed(marketer, label="sale") == ["two", "one"]
    assert listed(marketer, label="秋 <b>") == ["one"]
    for unknown in ("secret", "none", "a\0b"):
        assert listed(marketer, label=unknown) == []
    content = said(marketer.get(reverse(LIST)))
    assert "secret" not in content
    assert "<b>" not in content.partition("<form")[2]
    assert 'href="?label=%E7%A7%8B+%3Cb%3E"' in content
    drafts.edit(one, Actor(people[roles.MARKETER]), {"labels": ["sale", "new"]})
    assert listed(marketer, label="秋 <b>") == []
    assert listed(marketer, label="new") == ["one"]


def test_labels_move_with_the_application(
    shop: Application, other: Application, people: dict[str, User]
) -> None:
    people[roles.MARKETER].access.applications.add(other)
    campaign = factories.make_campaign(shop, people[roles.MARKETER], labels=["sale"])
    drafts.edit(campaign, Actor(people[roles.MARKETER]), {"application": other})
    assert campaign.labellings.get().label.application == other
    drafts.keep_labels(campaign.pk, other, [])
    assert not campaign.labellings.exists()
    assert Label.objects.count() == 2


@pytest.mark.parametrize("role", ROLES)
def test_a_row_offers_what_its_reader_may(
    role: str, at: Callable[[str], Client], shop: Application, people: dict[str, User]
) -> None:
    author = people[roles.MARKETER]
    draft = factories.make_campaign(shop, author)
    sent = factories.submitted(factories.make_campaign(shop, author))
    content = said(at(role).get(reverse(LIST)))
    menus = re.findall(r'<details class="row-menu".*?</details>', content, re.DOTALL)
    assert len(menus) == 2
    composes = role == roles.MARKETER
    for campaign, menu in zip((sent, draft), menus, strict=True):
        assert f"/{campaign.pk}/page/" in menu
        assert f"/{campaign.pk}/payload/" in menu
        assert (f'formaction="/campaigns/campaign/{campaign.pk}/duplicate/"' in menu) is composes
        assert (f"/{campaign.pk}/change/" in menu) is (composes and campaign is draft)
        assert (f"/{campaign.pk}/delete/" in menu) is (composes and campaign is draft)


def test_each_empty_tab_says_one_thing_and_offers_one_button(
    marketer: Client, reviewer: Client, shop: Application
) -> None:
    for tab in tabs.TABS:
        said_there = said(marketer.get(reverse(LIST), {"tab": tab.slug} if tab.slug else {}))
        empty = re.findall(r'<p class="empty">.*?</p>', said_there, re.DOTALL)
        assert len(empty) == 1
        assert str(tab.nothing) in empty[0]
        assert empty[0].count("<a class") == 1
    assert 'tab=draft">Search anew' in said(marketer.get(reverse(LIST), {"q": "x", "tab": "draft"}))
    assert "campaign/add/" not in said(reviewer.get(reverse(LIST), {"tab": "draft"}))


@pytest.mark.parametrize("query", [{}, {"tab": "draft"}, {"q": "sale"}, {"label": "sale"}])
def test_more_labels_and_campaigns_cost_no_more_queries(
    query: dict[str, Any], shop: Application, marketer: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            listed(marketer, **query)
        return len(found)

    factories.make_campaign(shop, labels=["sale"])
    listed(marketer)
    few = queries()
    for n in range(5):
        factories.make_campaign(shop, labels=["sale", f"label {n}"])
    assert queries() == few
    assert few <= 16
