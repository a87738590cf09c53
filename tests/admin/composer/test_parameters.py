"""Every parameter of the provider's page can be set through the form and ends in the body."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.admin.composer.forms import CampaignForm
from campaigns.admin.forms.layout import SECTIONS
from campaigns.composer import message_columns
from campaigns.composer.message_columns import COLUMNS, FIELDS
from campaigns.domain.message.precedence import at as value_at
from campaigns.domain.message.shape import leaves
from campaigns.domain.vendors.registry import parameter_choices
from campaigns.models import Application, Campaign
from tests import factories
from tests.admin.conftest import ADD

pytestmark = pytest.mark.django_db

SPECIAL: dict[str, tuple[Any, Any]] = {
    "platform": (["android"], ["android"]),
    "audience.is_to_all": ("everyone", True),
    "notification.ios.badge": ("0", 0),
}
"""Wire path -> (what is typed, what stands in the body)."""


def typed_and_sent(path: str) -> tuple[Any, Any]:
    if path in SPECIAL:
        return SPECIAL[path]
    if path in parameter_choices():
        first = next(iter(parameter_choices()[path]))
        return str(first), first
    column = Campaign._meta.get_field(COLUMNS[path])
    if path.endswith("extras"):
        return '{"id": "1", "空": "é"}', {"id": "1", "空": "é"}
    if column.get_internal_type() == "JSONField":
        return "one\r\ntwo\r\n\r\n", ["one", "two"]
    if path.endswith("alert"):
        return "first\r\nsecond 😀 ", "first\nsecond 😀 "
    return "https://example.com/a?b=1&c=<2>", "https://example.com/a?b=1&c=<2>"


@pytest.mark.parametrize("path", [leaf.path for leaf in leaves()])
def test_parameter_ends_in_the_body_under_its_key_and_type(
    path: str, marketer: Client, shop: Application
) -> None:
    typed, sent = typed_and_sent(path)
    answer = marketer.post(
        reverse(ADD),
        {"application": shop.pk, "name": "One", "version": 1, FIELDS[path]: typed},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    body = json.loads(message_columns.body(Campaign.objects.get()))
    found = value_at(body, path)
    assert found == sent
    assert type(found) is type(sent)


def test_nothing_else_is_in_the_body(marketer: Client, shop: Application) -> None:
    marketer.post(reverse(ADD), {"application": shop.pk, "name": "One", "version": 1})
    assert json.loads(message_columns.body(Campaign.objects.get())) == {
        "audience": {"is_to_all": False},
        "notification": {},
    }


def test_every_parameter_has_one_place_in_the_form() -> None:
    placed = [name for section in SECTIONS for name in section.fields]
    assert sorted(placed) == sorted(set(placed))
    assert {*COLUMNS.values(), "audience_kind"} <= set(placed)
    assert set(placed) | {"version", "seen"} == set(CampaignForm.base_fields)


def test_a_stored_value_that_no_list_holds_is_shown_and_kept(marketer: Client) -> None:
    campaign = factories.make_campaign(
        ios_interruption_level="loud",
        android_oppo_notify_level=7,
        platform=["ios", "webos"],
    )
    url = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    form = marketer.get(url).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() is not None}
    assert marketer.post(url, {**typed, "name": "Other name"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.name == "Other name"
    assert campaign.ios_interruption_level == "loud"
    assert campaign.android_oppo_notify_level == 7
    assert campaign.platform == ["ios", "webos"]
