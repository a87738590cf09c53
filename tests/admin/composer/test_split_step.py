"""More user ids than one push takes become numbered drafts; none is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Application, Campaign
from tests.admin.composer.posted_forms import LIVE, SPLIT, form, text
from tests.admin.conftest import said

pytestmark = pytest.mark.django_db
IDS = [f"u{n}" for n in range(2001)]
TOKEN = "T" * 22
LIST = "/campaigns/campaign/"


def users(application: Application, ids: list[str], **typed: Any) -> dict[str, Any]:
    own = {"audience_kind": "users", "audience_userid": "\n".join(ids), "split_token": TOKEN}
    return form(application, **(own | typed))


def test_the_offer_names_its_price(marketer: Client, shop: Application) -> None:
    seen = text(marketer.post(reverse(LIVE), users(shop, IDS)))
    assert "2001 user IDs are more than one push takes: 1000." in seen
    assert "Today 0 of 3 used, 0 reserved." in seen
    assert "cost 3 sends" in seen
    assert "Make 3 drafts" in seen
    assert "Make" not in text(marketer.post(reverse(LIVE), users(shop, IDS[:1000])))


def test_a_new_one_becomes_numbered_drafts(marketer: Client, shop: Application) -> None:
    answer = marketer.post(reverse(SPLIT), users(shop, IDS, title="Hello", ios_badge="0"))
    assert answer["HX-Redirect"] == reverse("admin:campaigns_campaign_changelist")
    made = list(Campaign.objects.order_by("pk"))
    assert [one.name for one in made] == ["One (1/3)", "One (2/3)", "One (3/3)"]
    assert [len(one.audience_userid) for one in made] == [1000, 1000, 1]
    assert sum((one.audience_userid for one in made), []) == IDS
    assert {(one.title, one.ios_badge, one.status) for one in made} == {("Hello", 0, "draft")}


def test_a_stored_draft_becomes_the_first(
    marketer: Client, shop: Application, draft: Campaign
) -> None:
    url = reverse(SPLIT, args=[draft.pk])
    typed = users(shop, IDS[:1001], name="x" * 200, version=draft.version)
    assert marketer.post(url, typed)["HX-Redirect"]
    first, second = Campaign.objects.order_by("pk")
    assert (first.pk, first.version) == (draft.pk, draft.version + 1)
    assert (len(first.name), first.name[-6:], second.name[-6:]) == (200, " (1/2)", " (2/2)")


def test_a_draft_that_somebody_saved_meanwhile_is_not_split(
    marketer: Client, shop: Application, draft: Campaign
) -> None:
    Campaign.objects.filter(pk=draft.pk).update(version=7, title="Theirs")
    typed = users(shop, IDS, version=1)
    answer = marketer.post(reverse(SPLIT, args=[draft.pk]), typed)
    assert "HX-Redirect" not in answer
    assert "Reload the page" in said(answer)
    assert Campaign.objects.get().title == "Theirs"


def test_what_cannot_be_stored_is_said(marketer: Client, shop: Application) -> None:
    answer = marketer.post(reverse(SPLIT), users(shop, IDS, name="", send_at="x"))
    assert "HX-Redirect" not in answer
    assert "Name: " in text(answer)
    assert "Send at: Enter a date and a time" in text(answer)
    assert not Campaign.objects.exists()


def test_neither_one_part_nor_too_many_are_made(marketer: Client, shop: Application) -> None:
    for ids, sentence in (
        (IDS[:1000], "parts are not made"),
        ([str(n) for n in range(20_001)], "Use a tag, or remove 1 user ID"),
    ):
        answer = marketer.post(reverse(SPLIT), users(shop, ids))
        assert sentence in text(answer)
    assert not Campaign.objects.exists()


def test_a_second_click_makes_no_more(marketer: Client, shop: Application, draft: Campaign) -> None:
    for url, typed in (
        (reverse(SPLIT), users(shop, IDS)),
        (reverse(SPLIT, args=[draft.pk]), users(shop, IDS, version=draft.version)),
    ):
        before = Campaign.objects.count()
        answers = [marketer.post(url, typed) for _ in range(2)]
        assert [answer.get("HX-Redirect") for answer in answers] == [LIST, LIST]
        assert Campaign.objects.count() - before == 3 - (url == reverse(SPLIT, args=[draft.pk]))


def test_what_is_changed_after_it_was_split_is_split_anew(
    marketer: Client, shop: Application
) -> None:
    marketer.post(reverse(SPLIT), users(shop, IDS))
    marketer.post(reverse(SPLIT), users(shop, IDS, title="Another"))
    assert Campaign.objects.count() == 6


def test_the_offer_keeps_its_token_and_nothing_is_made_without(
    marketer: Client, shop: Application
) -> None:
    first = said(marketer.post(reverse(LIVE), users(shop, IDS, split_token="")))
    token = re.search(r'name="split_token" value="(\w{22})"', first)
    assert token
    again = said(marketer.post(reverse(LIVE), users(shop, IDS, split_token=token[1])))
    assert token[1] in again
    assert "Reload the page" in text(
        marketer.post(reverse(SPLIT), users(shop, IDS, split_token=""))
    )
    assert not Campaign.objects.exists()
