"""The button that has an image checked, and what the page shows of the result."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, CheckStatus, ImageCheck, image_key
from tests.admin.conftest import posted, said

pytestmark = pytest.mark.django_db
URL = "https://example.com/picture.png"
FIELD = "android_hw_image"


def check() -> str:
    return reverse("admin:campaigns_campaign_check_image", args=[FIELD])


def checked(draft: Campaign, **columns: Any) -> ImageCheck:
    now = timezone.now()
    found = {"status": CheckStatus.OK, "width": 100, "height": 100, "size": 5, "copied": True}
    fixed = {"content_type": "image/png", "data": b"bytes", "checked_at": now}
    return ImageCheck.objects.create(
        key=image_key(URL),
        url=URL,
        requested_by=draft.author,
        **{"requested_at": now - timedelta(minutes=1), **fixed, **found, **columns},
    )


def test_asking_waits_and_then_tells_the_page(
    marketer: Client, draft: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.images.checks.enqueue", lambda key: None)
    answer = marketer.post(check(), {FIELD: URL})
    assert "Looking at it" in said(answer)
    assert "HX-Trigger" not in answer
    assert "Looking at it" in said(marketer.post(f"{check()}?wait", {FIELD: URL}))
    ImageCheck.objects.update(
        status=CheckStatus.OK, width=40, height=40, size=5, checked_at=timezone.now()
    )
    answer = marketer.post(f"{check()}?wait", {FIELD: URL})
    assert "40 × 40 px" in said(answer)
    assert answer["HX-Trigger"] == "imageChecked"


def test_an_address_that_is_not_fetched_is_refused_at_the_field(
    marketer: Client, draft: Campaign
) -> None:
    answer = marketer.post(check(), {FIELD: "http://example.com/x.png"})
    assert "said problem" in said(answer)
    assert not ImageCheck.objects.exists()


def test_the_copy_stands_in_the_preview_and_a_link_before(
    marketer: Client, draft: Campaign
) -> None:
    url = reverse("admin:campaigns_campaign_preview", args=[draft.pk])
    page = marketer.get(reverse("admin:campaigns_campaign_change", args=[draft.pk]))
    typed = posted(page, **{FIELD: URL})
    before = said(marketer.post(url, typed))
    assert f'href="{URL}" rel="noreferrer noopener"' in before
    row = checked(draft)
    copy = reverse("admin:campaigns_campaign_picture", args=[row.pk])
    assert f'src="{copy}?' in said(marketer.post(url, typed))
    answer = marketer.get(copy)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


def test_what_is_wrong_with_it_is_advice(marketer: Client, draft: Campaign) -> None:
    checked(draft, status=CheckStatus.FAILED, error="Mend the address.", copied=False, data=b"")
    url = reverse("admin:campaigns_campaign_preview", args=[draft.pk])
    page = marketer.get(reverse("admin:campaigns_campaign_change", args=[draft.pk]))
    assert "Mend the address." in said(marketer.post(url, posted(page, **{FIELD: URL})))


def test_another_field_has_no_image(marketer: Client, draft: Campaign) -> None:
    url = reverse("admin:campaigns_campaign_check_image", args=["title"])
    assert marketer.post(url, {"title": URL}).status_code == 404


def test_who_does_not_compose_has_nothing_checked(reviewer: Client, draft: Campaign) -> None:
    assert reviewer.post(check(), {FIELD: URL}).status_code == 403
