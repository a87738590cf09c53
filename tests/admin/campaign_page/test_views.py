"""The page of a campaign: everything that a reviewer decides on, and what became of it."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.admin.components import sentences
from campaigns.admin.components.body_json import pretty_json
from campaigns.composer import message_columns
from campaigns.domain.provider.outcome import REFUSALS, Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign
from tests import factories
from tests.admin.conftest import ROLES, page, said
from tests.admin.ended_campaigns import ended

pytestmark = pytest.mark.django_db


def payload(campaign: Campaign) -> str:
    return reverse("admin:campaigns_campaign_payload", args=[campaign.pk])


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_it(role: str, at: Callable[[str], Client], draft: Campaign) -> None:
    client = at(role)
    for campaign in (draft, factories.submitted(draft)):
        assert "People tagged vip, on iOS and Android." in said(client.get(page(campaign)))
        assert client.get(payload(campaign)).content == message_columns.body(campaign)


def test_the_exact_bytes_are_a_download(marketer: Client, draft: Campaign) -> None:
    answer = marketer.get(payload(draft))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    frozen = factories.submitted(draft).submission
    assert frozen is not None
    assert marketer.get(payload(draft)).content == frozen.body_bytes


def test_get_only(marketer: Client, draft: Campaign) -> None:
    assert marketer.post(page(draft)).status_code == 405
    assert marketer.post(payload(draft)).status_code == 405


def test_other_teams_campaigns_do_not_exist(
    at: Callable[[str], Client], other: Application
) -> None:
    campaign = factories.make_campaign(other, factories.make_user("boss"))
    for role in ROLES:
        assert at(role).get(page(campaign)).status_code == 404
        assert at(role).get(payload(campaign)).status_code == 404


def test_a_draft_says_what_to_mend_with_links_to_the_fields(
    marketer: Client, reviewer: Client, draft: Campaign
) -> None:
    Campaign.objects.update(ios_badge=10_000, platform=[])
    content = said(marketer.get(page(draft)))
    assert "#id_ios_badge" in content
    assert "Mend the 2 problems" in content
    assert reverse("admin:campaigns_campaign_move", args=[draft.pk, "submit"]) not in content
    assert "maria is still writing it." in said(reviewer.get(page(draft)))


def test_in_review_shows_the_digest_the_window_the_votes_and_who_may_act(
    marketer: Client, shop: Application, draft: Campaign
) -> None:
    Campaign.objects.update(send_at=timezone.now() + timedelta(days=1))
    campaign = factories.submitted(draft)
    assert campaign.submission is not None
    content = said(marketer.get(page(campaign)))
    assert campaign.submission.digest in content
    assert "0 of 1 approvals." in content
    assert "It waits for 1 more approval. These may vote: rita." in content
    assert "(Asia/Shanghai, UTC+08:00)" in content
    assert "Today 0 of 3 used, 0 reserved. A send is free now." in content


def test_without_another_reviewer_it_says_so(
    marketer: Client, people: dict[str, User], draft: Campaign
) -> None:
    campaign = factories.submitted(draft)
    people[roles.REVIEWER].groups.clear()
    assert "Nobody else may vote" in said(marketer.get(page(campaign)))


def test_an_approved_campaign_says_what_it_waits_for(marketer: Client, draft: Campaign) -> None:
    Campaign.objects.update(send_at=timezone.now() + timedelta(days=1))
    campaign = factories.approved(draft)
    assert "It is due at" in said(marketer.get(page(campaign)))
    Application.objects.update(paused_reason="stock-taking")
    content = said(marketer.get(page(campaign)))
    assert "The application is paused: stock-taking" in content


@pytest.mark.parametrize("code", sorted({*REFUSALS, 1008}))
def test_every_refusal_says_what_to_do(code: int) -> None:
    assert sentences.cause_text(code)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_words(outcome: Outcome) -> None:
    assert sentences.OUTCOME_TEXTS[outcome]
    assert sentences.OUTCOME_LABELS[outcome]


def test_a_refusal_is_explained_and_its_raw_code_shown(marketer: Client, draft: Campaign) -> None:
    raw = {"http_status": 401, "code": 1004, "error": "签名错误"}
    campaign = ended(draft, Status.REFUSED, Outcome.REFUSED, **raw)
    content = said(marketer.get(page(campaign)))
    assert "nobody received it. Ask an operator to set the app secret again" in content
    assert "<dd>1004</dd>" in content
    assert "签名错误" in content


def test_a_sent_one_shows_its_push_id(marketer: Client, draft: Campaign) -> None:
    campaign = ended(draft, Status.SENT, Outcome.ACCEPTED, push_id="50whSR6k", code=200)
    content = said(marketer.get(page(campaign)))
    assert "RongCloud accepted it. Push ID: 50whSR6k." in content
    assert "Worth a second look" not in content


def test_after_a_revision_the_earlier_tries_stay_visible(marketer: Client, draft: Campaign) -> None:
    campaign = ended(draft, Status.REFUSED, Outcome.REFUSED, http_status=400, code=1005)
    marketer.post(reverse("admin:campaigns_campaign_move", args=[campaign.pk, "revise"]))
    content = said(marketer.get(page(campaign)))
    assert "<dd>1005</dd>" in content
    assert reverse("admin:campaigns_campaign_delete", args=[campaign.pk]) not in content


def test_text_of_people_is_escaped(marketer: Client, draft: Campaign) -> None:
    nasty = "<script>alert(1)</script>"
    Campaign.objects.update(name=nasty, alert=nasty, ios_extras={nasty: nasty}, labels=[nasty])
    for url in (
        page(draft),
        reverse("admin:campaigns_campaign_changelist"),
        reverse("admin:index"),
    ):
        content = said(marketer.get(url))
        assert nasty not in content
        assert "&lt;script&gt;" in content


def test_characters_that_hide_or_turn_text_are_spelled_out() -> None:
    raw = json.dumps({"a": "x\u202egnp.exe\u200b", "b": "👩\u200d🚀"}, ensure_ascii=False).encode()
    text = pretty_json(raw)
    assert "x\\u202egnp.exe\\u200b" in text
    assert json.loads(text) == json.loads(raw)
