"""Templates: what is kept, what is asked for, and that nothing of them is ever sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.composer import readiness, templates
from campaigns.models import Application, Campaign, CampaignTemplate, Event
from tests import factories
from tests.admin.conftest import posted, said

pytestmark = pytest.mark.django_db
INDEX = "admin:campaigns_campaign_templates"
TOKEN = "T" * 22


@pytest.fixture
def template(shop: Application, people: dict[str, User]) -> CampaignTemplate:
    source = factories.make_campaign(
        shop,
        people[roles.MARKETER],
        title="{{percent}} off {{what}}",
        alert="Until {{until}}: {{what}}",
        ios_badge=0,
        ios_extras={"id": "{{percent}}"},
        labels=["sale"],
    )
    return templates.save(source, Actor(people[roles.MARKETER]), name=" Sale ")


def used(client: Client, template: CampaignTemplate, **typed: str) -> Any:
    url = reverse("admin:campaigns_campaign_template", args=[template.pk])
    return client.post(url, posted(client.get(url), token=TOKEN, **typed), follow=True)


def test_content_is_kept_without_audience_and_time(template: CampaignTemplate) -> None:
    assert template.name == "Sale"
    assert template.columns == {
        "platform": ["ios", "android"],
        "title": "{{percent}} off {{what}}",
        "alert": "Until {{until}}: {{what}}",
        "ios_badge": 0,
        "ios_extras": {"id": "{{percent}}"},
        "labels": ["sale"],
    }
    assert Event.objects.latest("pk").verb == "save-template"


def test_each_placeholder_is_asked_for_and_filled(
    template: CampaignTemplate, marketer: Client
) -> None:
    assert "percent, what, until" in said(marketer.get(reverse(INDEX)))
    typed = {"value_0": "30 %", "value_1": "<b>coats</b>", "value_2": "Sunday"}
    answer = used(marketer, template, **typed)
    made = Campaign.objects.latest("pk")
    assert (made.title, made.alert) == ("30 % off <b>coats</b>", "Until Sunday: <b>coats</b>")
    assert (made.ios_badge, made.labels, made.audience_kind) == (0, ["sale"], "")
    assert made.ios_extras == {"id": "{{percent}}"}
    assert made.author.username == "maria"
    assert "<b>coats" not in said(answer)
    used(marketer, template, **typed)
    assert Campaign.objects.count() == 2
    used(marketer, template, value_0="30 %")
    assert Campaign.objects.count() == 3, "going back and filling in something else is a new wish"


def test_what_was_left_empty_blocks_the_submission(
    template: CampaignTemplate, marketer: Client
) -> None:
    used(marketer, template, value_0="{{until}}", value_1="coats")
    made = Campaign.objects.latest("pk")
    assert made.title == "{{until}} off coats"
    made.audience_kind, made.audience_tag = "tags", ["vip"]
    problems = readiness.problems(made, made.status_since)
    assert [problem.field for problem in problems] == ["notification.title", "notification.alert"]


def test_a_draft_needs_a_name(template: CampaignTemplate, marketer: Client) -> None:
    assert "name" in used(marketer, template, name=" ").context["form"].errors
    assert "name" in used(marketer, template, name="x" * 201).context["form"].errors
    assert Campaign.objects.count() == 1


def test_saving_from_the_page(draft: Campaign, marketer: Client) -> None:
    url = reverse("admin:campaigns_campaign_save_template", args=[draft.pk])
    assert "is a template now" in said(marketer.post(url, {"name": "Mine"}, follow=True))
    assert "Choose another name: Mine is taken." in said(
        marketer.post(url, {"name": "\0Mine "}, follow=True)
    )
    for name in ("", "  ", "x" * 101):
        assert "is a template now" not in said(marketer.post(url, {"name": name}, follow=True))
    assert CampaignTemplate.objects.get().columns["title"] == "Sale"


def test_deleting_leaves_the_campaigns(template: CampaignTemplate, marketer: Client) -> None:
    used(marketer, template, value_0="1")
    url = reverse("admin:campaigns_campaign_template_delete", args=[template.pk])
    assert marketer.get(url).status_code == 405
    assert "No template is kept yet" in said(marketer.post(url, follow=True))
    assert Campaign.objects.count() == 2
    assert Event.objects.latest("pk").verb == "delete-template"


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.OPERATOR, roles.AUDITOR])
def test_templates_are_for_marketers(
    role: str, at: Callable[[str], Client], template: CampaignTemplate, draft: Campaign
) -> None:
    client = at(role)
    assert client.get(reverse(INDEX)).status_code == 403
    for name in ("template", "template_delete"):
        url = reverse(f"admin:campaigns_campaign_{name}", args=[template.pk])
        assert client.post(url, {"token": TOKEN, "name": "x"}).status_code == 403
    url = reverse("admin:campaigns_campaign_save_template", args=[draft.pk])
    assert "Ask a marketer" in said(client.post(url, {"name": "x"}, follow=True))
    assert CampaignTemplate.objects.count() == 1


def test_other_teams_templates_are_not_there(marketer: Client, other: Application) -> None:
    boss = factories.make_user("boss", roles.MARKETER, [other])
    source = factories.make_campaign(other, boss, title="Secret plan")
    foreign = templates.save(source, Actor(boss), name="Secret")
    assert "Secret" not in said(marketer.get(reverse(INDEX)))
    for name in ("template", "template_delete"):
        url = reverse(f"admin:campaigns_campaign_{name}", args=[foreign.pk])
        assert marketer.post(url, {"token": TOKEN, "name": "x"}).status_code == 404
    url = reverse("admin:campaigns_campaign_save_template", args=[source.pk])
    assert marketer.post(url, {"name": "x"}).status_code == 404
    assert CampaignTemplate.objects.count() == 1


def test_columns_that_are_no_content_are_never_taken(template: CampaignTemplate) -> None:
    template.columns |= {"status": "approved", "audience_kind": "everyone", "send_at": "2026"}
    made = templates.use(template, Actor(template.author), name="x", values={})
    assert (made.status, made.audience_kind, made.send_at) == ("draft", "", None)
