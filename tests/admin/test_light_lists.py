"""Lists read no content: fifty drafts of twenty thousand ids cost as much as fifty small ones."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.composer import templates
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import LARGE_COLUMNS, Application, Campaign
from tests import factories
from tests.admin.conftest import said
from tests.admin.ended_campaigns import ended

pytestmark = pytest.mark.django_db

LISTS: dict[str, tuple[str, str, set[str]]] = {
    "campaigns": (roles.MARKETER, "admin:campaigns_campaign_changelist", set()),
    "search": (roles.MARKETER, "admin:campaigns_campaign_changelist", set()),
    "overview": (roles.REVIEWER, "admin:index", {"title"}),
    "overview of a marketer": (roles.MARKETER, "admin:index", set()),
    "review desk": (roles.REVIEWER, "admin:campaigns_campaign_desk", {"title"}),
    "unknown desk": (
        roles.REVIEWER,
        "admin:campaigns_campaign_unknown",
        {"title", "ios_title", "alert", "ios_alert", "android_alert", "harmonyOS_alert"}
        | {"audience_userid"},
    ),
    "events": (roles.AUDITOR, "admin:campaigns_event_changelist", set()),
    "export": (roles.AUDITOR, "admin:campaigns_event_export", set()),
    "templates": (roles.MARKETER, "admin:campaigns_campaign_templates", set()),
}
"""Who looks, at which list, and what it shows of the content, which a submission has bounded."""


@pytest.fixture
def filled(shop: Application, people: dict[str, Any]) -> Campaign:
    """A campaign in every state that a list shows."""
    author = people[roles.MARKETER]
    source = factories.make_campaign(shop, author)
    factories.submitted(factories.make_campaign(shop, author))
    ended(factories.make_campaign(shop, author), Status.UNKNOWN, Outcome.UNKNOWN)
    sandbox = factories.make_application("Sandbox", per_day=9, per_hour=9)
    for person in people.values():
        person.access.applications.add(sandbox)
    factories.approved(factories.make_campaign(sandbox, author), people[roles.REVIEWER])
    templates.save(source, Actor(author), name="Kept")
    return source


def selected(sql: str) -> set[str]:
    """The columns that the statement reads into the program, as they are."""
    head = sql.partition(" FROM ")[0]
    return set(re.findall(r'(?:SELECT |, )"campaigns_\w+"\."(\w+)"(?=,|$)', head))


@pytest.mark.parametrize(("role", "name", "shown"), LISTS.values(), ids=LISTS)
def test_list_reads_no_content(
    role: str, name: str, shown: set[str], at: Callable[[str], Client], filled: Campaign
) -> None:
    query = {"q": "sale"} if name.endswith("changelist") else {}
    with CaptureQueriesContext(connection) as asked:
        response = at(role).get(reverse(name), query)
        assert response.status_code == 200
        _ = getattr(response, "content", None) or b"".join(response)
    read = {column for one in asked for column in selected(one["sql"])}
    assert read & {*LARGE_COLUMNS, "body", "columns"} == shown


def test_row_of_an_earlier_release_is_completed_in_one_query(
    at: Callable[[str], Client], filled: Campaign
) -> None:
    Campaign.objects.update(audience_summary=None)
    with CaptureQueriesContext(connection) as asked:
        page = said(at(roles.MARKETER).get(reverse("admin:campaigns_campaign_changelist")))
    assert page.count("People tagged vip") == 4
    [completing] = [one["sql"] for one in asked if "array_length" in one["sql"]]
    assert "audience_userid" not in selected(completing)


def test_summary_of_an_older_version_is_not_believed(
    at: Callable[[str], Client], filled: Campaign
) -> None:
    """A worker of the release before wrote the audience and left the summary as it was."""
    Campaign.objects.filter(pk=filled.pk).update(version=9, audience_tag=["everybody else"])
    page = said(at(roles.MARKETER).get(reverse("admin:campaigns_campaign_changelist")))
    assert "People tagged everybody else" in page


def test_command_line_reads_no_content(filled: Campaign, capsys: Any) -> None:
    from django.core.management import call_command

    with CaptureQueriesContext(connection) as asked:
        call_command("campaign", "list")
    read = {column for one in asked for column in selected(one["sql"])}
    assert not read & {*LARGE_COLUMNS, "body"}
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["audience"] for line in lines} == {
        "People tagged vip, on iOS and Android.",
    }
