"""Import in the browser: pasted or uploaded, with the sentences of the command line."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.composer import message_columns
from campaigns.models import Application, Campaign
from tests.admin.conftest import said

pytestmark = pytest.mark.django_db
TOKEN = "I" * 22
BODY = {
    "platform": ["ios"],
    "audience": {"is_to_all": False, "tag": ["vip"]},
    "notification": {"title": "Hello", "alert": "World"},
}


def imported(client: Client, shop: Application, body: Any = BODY, **typed: Any) -> Any:
    raw = body if isinstance(body, str) else json.dumps(body)
    url = reverse("admin:campaigns_campaign_import")
    posted = {"application": shop.pk, "token": TOKEN, "body": raw, **typed}
    return client.post(url, posted, follow=True)


def test_a_pasted_body_becomes_a_draft(marketer: Client, shop: Application) -> None:
    assert "The draft “Hello” is made." in said(imported(marketer, shop))
    made = Campaign.objects.get()
    assert json.loads(message_columns.body(made)) == BODY
    assert (made.author.username, made.status, made.send_at) == ("maria", "draft", None)


def test_what_is_exported_is_imported_as_it_was(marketer: Client, draft: Campaign) -> None:
    url = reverse("admin:campaigns_campaign_payload", args=[draft.pk])
    raw = marketer.get(url).content
    upload = SimpleUploadedFile("Autumn.json", raw)
    imported(marketer, draft.application, "", file=upload, name="Again")
    made = Campaign.objects.latest("pk")
    assert made.name == "Again"
    assert message_columns.body(made) == raw


def test_a_second_click_makes_no_second_draft(marketer: Client, shop: Application) -> None:
    imported(marketer, shop)
    assert imported(marketer, shop).redirect_chain
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("{", "$"),
        ("[]", "$"),
        ('{"audience":{"is_to_all":false,"tag":["a"]},"oops":1}', "oops"),
        ('{"audience":{"tag":["a"]}}', "audience.is_to_all"),
        ('{"audience":{"is_to_all":true},"audience":{}}', "audience"),
        ('{"audience":{"is_to_all":true,"tag":["<i>"]}}', "audience.tag"),
        ('{"audience":{"is_to_all":"yes"}}', "audience.is_to_all"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(
    body: str, path: str, marketer: Client, shop: Application
) -> None:
    answer = imported(marketer, shop, body)
    assert [where for where, _text in answer.context["problems"]][0].startswith(path)
    assert "Not imported" in said(answer)
    assert "<i>" not in said(answer)
    assert not Campaign.objects.exists()


def test_only_what_is_in_force(marketer: Client, shop: Application) -> None:
    body = {"platform": ["ios"], "audience": {"is_to_all": True, "tag": ["a"]}}
    answer = imported(marketer, shop, body, effective="on")
    assert "Left out audience.tag: it has no effect." in said(answer)
    assert Campaign.objects.get().audience_tag == []


def test_one_source_only(marketer: Client, shop: Application) -> None:
    upload = SimpleUploadedFile("a.json", b"{}")
    for typed in ({"file": upload}, {"body": " "}):
        answer = imported(marketer, shop, **typed)
        assert "body" in answer.context["form"].errors
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("raw", [b"\xff\xfe{}", b"x" * (1024 * 1024 + 1), b"\0"])
def test_file_that_is_no_body_is_refused_with_an_answer(
    raw: bytes, marketer: Client, shop: Application
) -> None:
    answer = imported(marketer, shop, "", file=SimpleUploadedFile("a.json", raw))
    assert "Not imported" in said(answer)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.OPERATOR, roles.AUDITOR])
def test_only_marketers_import(role: str, at: Callable[[str], Client], shop: Application) -> None:
    assert imported(at(role), shop).status_code == 403
    assert at(role).get(reverse("admin:campaigns_campaign_import")).status_code == 403


def test_not_into_another_teams_application(marketer: Client, other: Application) -> None:
    assert "application" in imported(marketer, other).context["form"].errors
    assert "Other" not in said(marketer.get(reverse("admin:campaigns_campaign_import")))
    assert not Campaign.objects.exists()


def test_a_token_is_needed(marketer: Client, shop: Application) -> None:
    assert "Reload the page" in said(imported(marketer, shop, token=""))
    assert not Campaign.objects.exists()
