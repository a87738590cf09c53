"""What new campaigns of an application start with: set by operators, applied once, then free."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.composer import drafts, json_import
from campaigns.models import Application, Campaign
from tests.admin.conftest import ADD, posted, said

pytestmark = pytest.mark.django_db
SET = {
    "android_hw_channelId": "high",
    "android_oppo_notify_level": 1,
    "android_vivo_classification": "0",
}


@pytest.fixture
def preset(shop: Application) -> Application:
    shop.default_channels = SET
    shop.save()
    return shop


def written(client: Client, query: str = "", **typed: Any) -> Campaign:
    url = reverse(ADD) + query
    answer = client.post(url, posted(client.get(url), name="New", **typed))
    assert answer.status_code == 302, answer.context["form"].errors
    return Campaign.objects.latest("pk")


def of(campaign: Campaign) -> dict[str, Any]:
    columns = {name: getattr(campaign, name) for name in drafts.columns_with_default()}
    return {name: value for name, value in columns.items() if value not in (None, "")}


def test_only_channels_and_classes_may_have_a_default() -> None:
    assert drafts.columns_with_default() == (
        "android_honor_importance",
        "android_hw_channelId",
        "android_hw_importance",
        "android_hw_category",
        "android_mi_channelId",
        "android_oppo_channelId",
        "android_oppo_category",
        "android_oppo_notify_level",
        "android_vivo_classification",
        "android_vivo_category",
        "android_fcm_channelId",
        "harmonyOS_ohos_category",
    )


def test_operators_set_and_clear_them(
    operator: Client, at: Callable[[str], Client], shop: Application
) -> None:
    url = reverse("admin:campaigns_application_change", args=[shop.pk])
    typed = {f"default_{name}": value for name, value in SET.items()}
    operator.post(url, posted(operator.get(url), **typed))
    shop.refresh_from_db()
    assert shop.default_channels == SET
    assert "high" in said(at(roles.AUDITOR).get(url))
    operator.post(url, posted(operator.get(url), default_android_hw_channelId=""))
    shop.refresh_from_db()
    assert "android_hw_channelId" not in shop.default_channels
    answer = operator.post(url, posted(operator.get(url), default_android_oppo_notify_level="7"))
    assert "default_android_oppo_notify_level" in answer.context["form"].errors


def test_a_new_draft_shows_and_keeps_them(preset: Application, marketer: Client) -> None:
    assert 'value="high"' in said(marketer.get(reverse(ADD)))
    assert of(written(marketer)) == SET


def test_they_can_be_cleared_and_changed(preset: Application, marketer: Client) -> None:
    typed = {"android_hw_channelId": "", "android_oppo_notify_level": "2"}
    assert of(written(marketer, **typed)) == {
        "android_oppo_notify_level": 2,
        "android_vivo_classification": "0",
    }


def test_with_several_applications_they_are_of_the_chosen_one(
    preset: Application, other: Application, people: dict[str, User], marketer: Client
) -> None:
    people[roles.MARKETER].access.applications.add(other)
    assert 'value="high"' not in said(marketer.get(reverse(ADD)))
    assert of(written(marketer, application=preset.pk, android_hw_channelId="own")) == {
        **SET,
        "android_hw_channelId": "own",
    }
    assert of(written(marketer, application=other.pk)) == {}
    assert of(written(marketer, f"?application={preset.pk}")) == SET
    assert marketer.get(reverse(ADD) + "?application=99999999999999999999").status_code == 200


def test_they_are_applied_at_creation_only(preset: Application, marketer: Client) -> None:
    campaign = written(marketer, android_hw_channelId="")
    url = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    marketer.post(url, posted(marketer.get(url), title="Changed"))
    campaign.refresh_from_db()
    assert campaign.title == "Changed"
    assert campaign.android_hw_channelId == ""


def test_an_import_means_what_it_says(preset: Application, people: dict[str, User]) -> None:
    raw = b'{"platform":["android"],"audience":{"is_to_all":true},"notification":{"alert":"x"}}'
    made, _notes = json_import.import_body(raw, preset, Actor(people[roles.MARKETER]))
    assert of(made) == {}


def test_other_columns_are_never_taken(shop: Application) -> None:
    shop.default_channels = {"status": "approved", "title": "x", "android_mi_channelId": "1"}
    assert drafts.default_columns(shop) == {"android_mi_channelId": "1"}
