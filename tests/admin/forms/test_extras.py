"""Extras as rows: what they store, refuse and leave as it was."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Application, Campaign
from tests.admin.conftest import change, posted, said

pytestmark = pytest.mark.django_db


def typed(*pairs: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {
        "ios_extras-key": [key for key, _value in pairs],
        "ios_extras-value": [value for _key, value in pairs],
        **more,
    }


def save(client: Client, draft: Campaign, **changes: Any) -> Any:
    return client.post(change(draft), posted(client.get(change(draft)), **changes))


def test_rows_are_stored(marketer: Client, draft: Campaign) -> None:
    rows = typed(("z", "1"), ("", ""), ("a", " two\r\nlines "), ("空", ""))
    assert save(marketer, draft, **rows).status_code == 302
    draft.refresh_from_db()
    assert draft.ios_extras == {"z": "1", "a": " two\nlines ", "空": ""}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("a", "1"), ("a", "2")], "Row 2: Rename or remove the key"),
        ([("", "1")], "Row 1: Name this value"),
        ([(" a", "1")], "Row 1: Remove the space"),
        ([("a", "\0")], "NUL"),
    ],
)
def test_rows_that_make_no_object_are_refused_and_kept(
    rows: list[tuple[str, str]], sentence: str, marketer: Client, draft: Campaign
) -> None:
    answer = save(marketer, draft, **typed(*rows))
    assert sentence in " ".join(answer.context["form"].errors["ios_extras"])
    lines = {line.field.name: line for part in answer.context["parts"] for line in part.lines}
    shown = [(row.key, row.value) for row in lines["ios_extras"].rows]
    assert shown == rows
    draft.refresh_from_db()
    assert draft.ios_extras == {}


def test_a_page_without_a_row_empties_them(marketer: Client, draft: Campaign) -> None:
    Campaign.objects.filter(pk=draft.pk).update(ios_extras={"a": "1"})
    page = posted(marketer.get(change(draft)))
    page.pop("ios_extras")
    assert marketer.post(change(draft), page).status_code == 302
    draft.refresh_from_db()
    assert draft.ios_extras == {}


def test_what_is_no_text_stays_until_it_is_changed(marketer: Client, draft: Campaign) -> None:
    odd = {"n": 12345678901234567890, "t": True, "l": [1], "s": "x"}
    Campaign.objects.filter(pk=draft.pk).update(ios_extras=odd)
    page = marketer.get(change(draft))
    assert "It was a number" in said(page)
    lines = {line.field.name: line for part in page.context["parts"] for line in part.lines}
    rows = [(row.key, row.value) for row in lines["ios_extras"].rows]
    assert save(marketer, draft, **typed(*rows, title="New")).status_code == 302
    draft.refresh_from_db()
    assert (draft.ios_extras, draft.title) == (odd, "New")


def test_json_that_is_no_object_is_shown_as_typed(marketer: Client, shop: Application) -> None:
    new = {"application": shop.pk, "name": "One", "version": 1, "ios_extras": '{"a": '}
    answer = marketer.post(reverse("admin:campaigns_campaign_add"), new)
    assert "data-unreadable" in said(answer)
