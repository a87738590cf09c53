"""What large drafts cost their readers: no page grows without a bound, none is refused to read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns.access import Actor
from campaigns.composer import drafts
from campaigns.domain.message.draft_limits import DRAFT_BYTES
from campaigns.models import Application, Campaign
from tests.admin.composer.posted_forms import LIVE, form, text
from tests.admin.conftest import said

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE, CHANGE = "admin:campaigns_campaign_page", "admin:campaigns_campaign_change"
FEW, MUCH = 150_000, 4_000_000
"""Bytes of a page: that of a draft which is cut, and the most that one within the limits makes."""
ROOM = DRAFT_BYTES - 2000
FULL: dict[str, dict[str, Any]] = {
    "text": {"alert": "x" * ROOM},
    "emoji": {"title": "👨‍👩‍👧" * (ROOM // 18)},
    "line breaks": {"ios_alert": "\n" * ROOM},
    "invisible": {"alert": "\u202e" * (ROOM // 3)},
    "placeholders": {"alert": "{{a}}" * (ROOM // 5)},
    "half placeholders": {"alert": "{{" * (ROOM // 2)},
    "tags": {"audience_tag": [f"t{n}" for n in range(1000)]},
    "platforms": {"platform": [f"p{n}" for n in range(1000)]},
    "user ids": {
        "audience_kind": "users",
        "audience_tag": [],
        "audience_userid": [f"u{n:06}" for n in range(20_000)],
    },
    "extras": {
        f"{part}_extras": {f"k{n}": "v" for n in range(1000)}
        for part in ("ios", "android", "harmonyOS")
    },
    "nested extras": {"ios_extras": {"k": [[1] * 20 for _ in range(2000)]}},
    "address": {"android_hw_image": "https://" + "a." * (ROOM // 2 - 4)},
}
OLD: dict[str, dict[str, Any]] = {
    "extras": {"ios_extras": {f"k{n}": "v" for n in range(70_000)}},
    "user ids": {
        "audience_kind": "users",
        "audience_userid": [f"u{n}" for n in range(100_000)],
    },
    "tags": {"audience_tag": [f"t{n}" for n in range(70_000)]},
    "platforms": {"platform": [f"p{n}" for n in range(70_000)]},
    "text": {"alert": "x" * 3_000_000},
    "labels": {"labels": [f"l{n}" for n in range(70_000)]},
}
"""Rows of an earlier release."""


@pytest.mark.parametrize("columns", FULL.values(), ids=FULL)
def test_full_draft_has_pages_of_bounded_size(
    marketer: Client, draft: Campaign, columns: dict[str, Any]
) -> None:
    drafts.edit(draft, Actor(draft.author), columns)
    for url in (PAGE, CHANGE):
        answer = marketer.get(reverse(url, args=[draft.pk]))
        assert answer.status_code == 200
        assert len(answer.content) < MUCH


@pytest.mark.parametrize("columns", OLD.values(), ids=OLD)
def test_larger_draft_of_before_is_cut_and_locked(
    marketer: Client, draft: Campaign, columns: dict[str, Any]
) -> None:
    Campaign.objects.filter(pk=draft.pk).update(**columns)
    page = marketer.get(reverse(PAGE, args=[draft.pk]))
    assert "Only the beginning of this draft is shown here" in said(page)
    change = marketer.get(reverse(CHANGE, args=[draft.pk]))
    assert "It is larger than a draft may be." in said(change)
    assert '<fieldset class="locked" disabled>' in change.content.decode()
    assert max(len(page.content), len(change.content)) < FEW
    assert len(marketer.get("/campaigns/campaign/").content) < FEW
    whole = Campaign.objects.get()
    assert {name: getattr(whole, name) for name in columns} == columns


def test_typed_too_much_is_refused_at_its_field_and_kept(
    marketer: Client, shop: Application
) -> None:
    typed = "y" * (DRAFT_BYTES + 1)
    answer = marketer.post(reverse("admin:campaigns_campaign_add"), form(shop, alert=typed))
    assert "Shorten this, or what else the draft holds, by" in said(answer)
    assert typed in answer.content.decode()
    assert not Campaign.objects.exists()
    for url in (LIVE, "admin:campaigns_campaign_preview"):
        live = marketer.post(reverse(url), form(shop, alert=typed, exact="1"))
        assert live.status_code == 200
        assert len(live.content) < FEW


def test_ids_for_several_drafts_are_not_stored_as_one(marketer: Client, shop: Application) -> None:
    ids = "\n".join(f"{n:064}" for n in range(20_000))
    typed = form(shop, audience_kind="users", audience_userid=ids)
    answer = marketer.post(reverse("admin:campaigns_campaign_add"), typed)
    assert "Shorten this, or what else the draft holds, by" in said(answer)
    assert "Make 20 drafts" in text(answer)
    assert not Campaign.objects.exists()


def test_rows_of_extras_fit_into_a_form(marketer: Client, draft: Campaign) -> None:
    """More fields than DATA_UPLOAD_MAX_NUMBER_FIELDS would be refused."""
    extras = {f"k{n}": "v" for n in range(600)}
    drafts.edit(draft, Actor(draft.author), {"ios_extras": extras})
    page = marketer.get(reverse(CHANGE, args=[draft.pk])).content.decode()
    assert page.count('name="ios_extras-key"') < 2


@pytest.mark.parametrize("is_file", [False, True])
def test_import_of_a_megabyte_is_a_small_page(
    marketer: Client, shop: Application, is_file: bool
) -> None:
    raw = b'{"audience":{"is_to_all":false,"userid":[' + b",".join([b"1"] * 500_000) + b"]}}"
    body = {"file": SimpleUploadedFile("b.json", raw)} if is_file else {"body": raw.decode()}
    posted = {"application": shop.pk, "token": "I" * 22, **body}
    answer = marketer.post(reverse("admin:campaigns_campaign_import"), posted)
    assert "the limit is 262144" in said(answer)
    assert len(answer.content) < FEW


def test_import_tells_fifty_problems(marketer: Client, shop: Application) -> None:
    raw = '{"audience":{"is_to_all":false,"userid":[' + ",".join(["1"] * 100_000) + "]}}"
    posted = {"application": shop.pk, "token": "I" * 22, "body": raw}
    page = said(marketer.post(reverse("admin:campaigns_campaign_import"), posted))
    assert "there are 99,950 more problems" in page
    assert page.count("Make audience.userid[") == 50
