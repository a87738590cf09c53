"""The front page, the switch for everything, signing in, and people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.translatable import translatable
from campaigns.models import Access, Application, Campaign, OutsideSend, Pause
from campaigns.scheduling import quota
from campaigns.sending import heartbeats
from campaigns.sending.host import readiness
from tests import factories
from tests.admin.conftest import ROLES, said

pytestmark = pytest.mark.django_db


def boxes(client: Client) -> dict[str, list[str]]:
    found = client.get(reverse("admin:index")).context
    desk = {"review": found["desk"]} if found["desk"] is not None else {}
    shown = {**desk, **{box.slug: box.rows for box in found["boxes"]}}
    return {slug: [row.campaign.name for row in rows] for slug, rows in shown.items()}


def test_what_waits_for_whom(
    at: Callable[[str], Client], shop: Application, people: dict[str, User]
) -> None:
    author = people[roles.MARKETER]
    factories.make_campaign(shop, author, name="Draft")
    factories.submitted(factories.make_campaign(shop, author, name="Waiting"))
    factories.approved(
        factories.make_campaign(
            shop, author, name="Planned", send_at=timezone.now() + timedelta(days=2)
        ),
        people[roles.REVIEWER],
    )
    rest = {"next": ["Planned"], "results": []}
    assert boxes(at(roles.MARKETER)) == {"drafts": ["Draft"], **rest}
    assert boxes(at(roles.REVIEWER)) == {"review": ["Waiting"], **rest}
    assert boxes(at(roles.OPERATOR)) == boxes(at(roles.AUDITOR)) == rest


def test_a_reviewer_is_not_asked_about_their_own_or_twice(
    reviewer: Client, shop: Application, people: dict[str, User]
) -> None:
    Application.objects.update(votes_needed_tags=2)
    rita = people[roles.REVIEWER]
    rita.groups.add(factories.make_group(roles.MARKETER))
    factories.submitted(factories.make_campaign(shop, rita, name="Her own"))
    campaign = factories.make_campaign(shop, people[roles.MARKETER], name="Voted")
    campaign = factories.submitted(campaign)
    assert boxes(reviewer)["review"] == ["Voted"]
    url = reverse("admin:campaigns_campaign_move", args=[campaign.pk, "approve"])
    reviewer.post(url, {"digest": campaign.submission.digest, "checked": list(ChecklistSection)})  # type: ignore[union-attr]
    assert boxes(reviewer)["review"] == []


def test_budgets_of_all_are_those_of_each(shop: Application, other: Application) -> None:
    now, clerk = timezone.now(), factories.make_user("clerk")
    for application in (shop, other, shop):
        OutsideSend.objects.create(application=application, at=now, note="x", recorded_by=clerk)
    factories.approved(factories.make_campaign(other, send_at=now + timedelta(hours=5)))
    together = quota.ledgers([shop, other], now)
    assert together == {a.pk: quota.ledger(a, now) for a in (shop, other)}


@pytest.mark.parametrize("role", ROLES)
def test_pausing_everything(
    role: str, at: Callable[[str], Client], people: dict[str, User]
) -> None:
    client = at(role)
    client.post(reverse("admin:pause_everything"), {"reason": "incident"})
    assert not Pause.objects.exists()
    Access.objects.update(all_applications=True)
    client.post(reverse("admin:pause_everything"), {"reason": "incident"})
    allowed = role in (roles.REVIEWER, roles.OPERATOR)
    assert Pause.objects.exists() is allowed
    assert ("incident" in said(client.get(reverse("admin:index")))) is allowed
    client.post(reverse("admin:resume_everything"))
    assert not Pause.objects.exists()
    assert client.get(reverse("admin:pause_everything")).status_code == 405


def test_without_an_application_it_says_whom_to_ask(db: None) -> None:
    client = Client()
    client.force_login(factories.make_user("nils", roles.MARKETER, []))
    for url in ("admin:index", "admin:campaigns_campaign_add"):
        assert "ask an operator to give you one" in said(client.get(reverse(url)))


def test_strangers_sign_in_first(db: None) -> None:
    assert Client().get(reverse("admin:index"))["Location"].startswith("/login/")
    assert not User.objects.exists()


def test_language_and_theme_can_be_switched(marketer: Client) -> None:
    content = said(marketer.get(reverse("admin:index")))
    assert "theme-toggle" in content
    assert 'name="language" value="zh-hans"' in content
    marketer.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    assert 'lang="zh-hans"' in said(marketer.get(reverse("admin:index")))


def test_no_page_has_inline_script_or_style(
    marketer: Client, draft: Campaign, shop: Application
) -> None:
    for url in (
        reverse("admin:index"),
        reverse("admin:campaigns_campaign_changelist"),
        reverse("admin:campaigns_campaign_change", args=[draft.pk]),
        reverse("admin:campaigns_campaign_page", args=[draft.pk]),
        reverse("admin:campaigns_application_change", args=[shop.pk]),
    ):
        answer = marketer.get(url)
        content = said(answer)
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        for forbidden in ("<style", "style=", "<script>", "onclick=", "javascript:"):
            assert forbidden not in content


def test_machine_that_refuses_and_clock_that_is_wrong_are_told(
    at: Callable[[str], Client], shop: Application
) -> None:
    heartbeats.note_tick()
    heartbeats.note_sender()
    readiness.report(translatable("Set this machine's clock."))
    readiness.note_provider(-300)
    page = at(roles.MARKETER).get(reverse("admin:index"))
    assert ["sends nothing" in text for text in page.context["warnings"]] == [True, False]
    assert "differed by 300 s" in page.content.decode()
