"""The lists: whose rows they show, what may be filtered, and how many queries they cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign
from tests import factories
from tests.admin.conftest import ROLES, said
from tests.admin.ended_campaigns import ended

pytestmark = pytest.mark.django_db
LIST = "admin:campaigns_campaign_changelist"
EVENTS = "admin:campaigns_event_changelist"
APPLICATIONS = "admin:campaigns_application_changelist"


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_its_own(
    role: str, at: Callable[[str], Client], draft: Campaign, other: Application
) -> None:
    factories.make_campaign(other, factories.make_user("boss"), name="Secret plan")
    for url in (LIST, EVENTS, "admin:index"):
        content = said(at(role).get(reverse(url)))
        assert "Secret plan" not in content
        assert "Other" not in content
    assert draft.name in said(at(role).get(reverse(LIST)))


def test_a_row_says_it_all(marketer: Client, draft: Campaign) -> None:
    ended(draft, Status.SENT, Outcome.ACCEPTED, push_id="50whSR6k", code=200)
    content = said(marketer.get(reverse(LIST)))
    for part in ("Sent", "Shop", "People tagged vip", "Asia/Shanghai", "maria", "50whSR6k"):
        assert part in content
    assert reverse("admin:campaigns_campaign_page", args=[draft.pk]) in content


def test_searching_and_filtering(marketer: Client, shop: Application, draft: Campaign) -> None:
    def shown(query: str) -> bool:
        return ">Sale<" in said(marketer.get(f"{reverse(LIST)}?{query}"))

    assert shown("q=sal")
    assert shown("tab=draft")
    assert shown(f"application={shop.pk}")
    assert not shown("q=nothing")
    assert not shown("tab=sent")
    assert not shown("tab=nowhere")
    assert not shown("application=99999")
    assert not shown("application=x")


@pytest.mark.parametrize(
    "lookup",
    [
        "application__app_secret_sealed__startswith=a",
        "author__password__startswith=a",
        "alert__startswith=E",
        "submission__body__contains=a",
        "editors__password__startswith=a",
    ],
)
def test_hidden_columns_cannot_be_filtered(lookup: str, marketer: Client, draft: Campaign) -> None:
    assert marketer.get(f"{reverse(LIST)}?{lookup}").status_code == 400


@pytest.mark.parametrize("lookup", ["app_secret_sealed__startswith=g", "name__startswith=S"])
def test_secrets_cannot_be_guessed_by_filtering(lookup: str, operator: Client) -> None:
    assert operator.get(f"{reverse(APPLICATIONS)}?{lookup}").status_code == 400


def test_empty_states_offer_the_next_step(marketer: Client, reviewer: Client) -> None:
    assert "Write the first campaign" in said(marketer.get(reverse(LIST)))
    assert "Write the first campaign" not in said(reviewer.get(reverse(LIST)))
    assert "No campaign fits this search." in said(marketer.get(f"{reverse(LIST)}?q=x"))


def test_no_bulk_actions_no_editing_in_the_list(marketer: Client, draft: Campaign) -> None:
    typed = {
        "action": "delete_selected",
        "_selected_action": [draft.pk],
        "post": "yes",
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": draft.pk,
        "form-0-name": "Forged",
        "_save": "1",
    }
    marketer.post(reverse(LIST), typed)
    draft.refresh_from_db()
    assert draft.name == "Sale"


@pytest.mark.parametrize("url", [LIST, "admin:index"])
@pytest.mark.parametrize("role", ROLES)
def test_more_campaigns_cost_no_more_queries(
    url: str, role: str, at: Callable[[str], Client], shop: Application, people: dict[str, Any]
) -> None:
    def some() -> None:
        author = people[roles.MARKETER]
        factories.make_campaign(shop, author)
        factories.submitted(factories.make_campaign(shop, author))
        sandbox = factories.make_application(f"S{Campaign.objects.count()}", per_day=9, per_hour=9)
        for person in people.values():
            person.access.applications.add(sandbox)
        factories.approved(factories.make_campaign(sandbox, author), people[roles.REVIEWER])
        campaign = factories.make_campaign(sandbox, author)
        ended(campaign, Status.REFUSED, Outcome.REFUSED, code=1004, http_status=401)

    some()
    client = at(role)
    client.get(reverse(url))
    few = queries(client, reverse(url))
    some()
    some()
    assert queries(client, reverse(url)) == few
    assert few <= 24


def test_events_are_read_only(at: Callable[[str], Client], draft: Campaign) -> None:
    event = draft.events.get()
    for role in ROLES:
        client = at(role)
        assert "created" in said(client.get(reverse(EVENTS)))
        for verb in ("change", "history"):
            url = reverse(f"admin:campaigns_event_{verb}", args=[event.pk])
            assert client.get(url)["Location"] == reverse(EVENTS)
            assert client.post(url, {"comment": "forged"})["Location"] == reverse(EVENTS)
        assert client.post(reverse("admin:campaigns_event_add"), {"verb": "x"}).status_code == 302
        url = reverse("admin:campaigns_event_delete", args=[event.pk])
        assert client.post(url, {"post": "yes"}).status_code == 404
    assert draft.events.get().comment == ""


def test_events_of_a_deleted_draft_stay_readable(marketer: Client, draft: Campaign) -> None:
    marketer.post(reverse("admin:campaigns_campaign_delete", args=[draft.pk]))
    assert "deleted" in said(marketer.get(reverse(EVENTS)))


def test_history_leads_to_the_page(marketer: Client, draft: Campaign, other: Application) -> None:
    url = reverse("admin:campaigns_campaign_history", args=[draft.pk])
    assert marketer.get(url)["Location"].endswith("/page/")
    foreign = factories.make_campaign(other, factories.make_user("boss"))
    url = reverse("admin:campaigns_campaign_history", args=[foreign.pk])
    assert marketer.get(url).status_code == 404


def test_staff_without_a_role_sees_nothing(draft: Campaign) -> None:
    factories.make_user("nora", role=None)
    client = Client()
    client.force_login(User.objects.get(username="nora"))
    for url in (LIST, EVENTS, APPLICATIONS):
        assert client.get(reverse(url)).status_code == 403
    assert "Sale" not in said(client.get(reverse("admin:index")))
    page = reverse("admin:campaigns_campaign_page", args=[draft.pk])
    assert client.get(page).status_code == 403
