"""Rehearsals on screen: offered where they can be, waited for, and on to the phones."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.models import Application, Campaign, Rehearsal
from campaigns.sandbox.models import SandboxApp
from tests import factories
from tests.admin.conftest import ROLES, said

pytestmark = pytest.mark.django_db
TOKEN = "R" * 22
MAY = (roles.MARKETER, roles.REVIEWER)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app, "send_task", lambda *_, **__: None)


@pytest.fixture
def sandbox(shop: Application) -> Application:
    made = factories.make_application("Sandbox", data_centre="sandbox")
    shop.sandbox_application = made
    shop.save()
    return made


def clicked(client: Client, campaign: Campaign, follow: bool = False) -> Any:
    url = reverse("admin:campaigns_campaign_rehearse", args=[campaign.pk])
    return client.post(url, {"token": TOKEN}, follow=follow)


def ended(outcome: str, **columns: Any) -> None:
    Rehearsal.objects.update(outcome=outcome, finished=timezone.now(), **columns)


@pytest.mark.parametrize("role", ROLES)
def test_offered_to_writers_and_reviewers(
    role: str, at: Callable[[str], Client], draft: Campaign, sandbox: Application
) -> None:
    client = at(role)
    page = reverse("admin:campaigns_campaign_page", args=[draft.pk])
    assert ("/rehearse/" in said(client.get(page))) is (role in MAY)
    clicked(client, draft)
    assert Rehearsal.objects.exists() is (role in MAY)


def test_hidden_where_no_sandbox_is_linked(draft: Campaign, marketer: Client) -> None:
    page = reverse("admin:campaigns_campaign_page", args=[draft.pk])
    assert "/rehearse/" not in said(marketer.get(page))
    assert "Ask an operator to link a sandbox" in said(clicked(marketer, draft, follow=True))
    Application.objects.filter(name="Shop").update(
        sandbox_application=factories.make_application("Real")
    )
    assert "/rehearse/" not in said(marketer.get(page))
    clicked(marketer, draft)
    assert not Rehearsal.objects.exists()


def test_waits_then_opens_the_phones(
    draft: Campaign, sandbox: Application, marketer: Client
) -> None:
    waiting = clicked(marketer, draft)["Location"]
    assert clicked(marketer, draft)["Location"] == waiting
    content = said(marketer.get(waiting))
    assert f'hx-get="{waiting}"' in content
    assert "It is being sent to the sandbox." in content
    asked = marketer.get(waiting, headers={"HX-Request": "true"})
    assert (asked.status_code, asked.content) == (204, b"")
    ended("accepted", push_id="abc")
    assert "hx-get" not in said(marketer.get(waiting))
    app = SandboxApp.objects.create(app_key=sandbox.app_key, secret="s", name="Sandbox")
    phones = reverse("sandbox:phones", args=[app.pk]) + "?push_id=abc"
    assert marketer.get(waiting)["Location"] == phones
    asked = marketer.get(waiting, headers={"HX-Request": "true"})
    assert asked["HX-Redirect"] == phones
    record = said(marketer.get(waiting.partition("?")[0]))
    assert "abc" in record
    assert f'href="{phones}"' in record
    page = said(marketer.get(reverse("admin:campaigns_campaign_page", args=[draft.pk])))
    assert "delivered it to its phones" in page


def test_a_sandbox_served_elsewhere_has_no_phones_here(
    draft: Campaign, sandbox: Application, marketer: Client, settings: LazySettings
) -> None:
    SandboxApp.objects.create(app_key=sandbox.app_key, secret="s", name="Sandbox")
    waiting = clicked(marketer, draft)["Location"]
    ended("accepted", push_id="abc")
    settings.SANDBOX = False
    assert "delivered it to its phones" in said(marketer.get(waiting))


@pytest.mark.parametrize(
    ("outcome", "columns", "sentence"),
    [
        ("refused_quota", {"code": 1008, "http_status": 429}, "The real quota is untouched."),
        ("refused", {"code": 1002, "error": "<i>bad</i>"}, "as RongCloud would"),
        ("not_sent", {"error": "Could not connect"}, "nothing left"),
        ("unknown", {"http_status": 502}, "no clear answer"),
    ],
)
def test_what_became_of_it(
    outcome: str,
    columns: dict[str, Any],
    sentence: str,
    draft: Campaign,
    sandbox: Application,
    marketer: Client,
) -> None:
    waiting = clicked(marketer, draft)["Location"]
    ended(outcome, **columns)
    content = said(marketer.get(waiting, headers={"HX-Request": "true"}))
    assert sentence in content
    assert "<i>" not in content
    assert "hx-get" not in content


def test_nobody_is_waited_for_forever(
    draft: Campaign, sandbox: Application, marketer: Client
) -> None:
    waiting = clicked(marketer, draft)["Location"]
    Rehearsal.objects.update(requested=timezone.now() - timedelta(seconds=91))
    content = said(marketer.get(waiting))
    assert "No worker answered" in content
    assert "hx-get" not in content


def test_other_teams_rehearsals_are_not_there(
    draft: Campaign, sandbox: Application, other: Application, marketer: Client
) -> None:
    foreign = factories.make_campaign(other, factories.make_user("boss"))
    assert clicked(marketer, foreign).status_code == 404
    clicked(marketer, draft)
    row = Rehearsal.objects.get()
    for campaign, number in ((foreign, row.pk), (draft, row.pk + 1)):
        url = reverse("admin:campaigns_campaign_rehearsal", args=[campaign.pk, number])
        assert marketer.get(url).status_code == 404
    url = reverse("admin:campaigns_campaign_rehearsal", args=[draft.pk, row.pk])
    assert marketer.post(url).status_code == 405
    assert Client().get(url).status_code == 302


def test_a_rehearsed_draft_can_be_deleted(
    draft: Campaign, sandbox: Application, marketer: Client
) -> None:
    clicked(marketer, draft)
    marketer.post(reverse("admin:campaigns_campaign_delete", args=[draft.pk]))
    assert not Campaign.objects.exists()
    assert not Rehearsal.objects.exists()
