"""The compose form: what is refused, with what was typed kept on screen."""

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Application, Campaign
from tests.admin.conftest import ADD, change, minimal, posted, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ('{"a": 1', "line 1"),
        ('{"a": "1", "a": "2"}', "twice"),
        ("[1]", "braces"),
        ('"x"', "braces"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 1e999}', "digits"),
        ('{"a": "\\u0000"}', "NUL"),
        ('{"a": "\\ud800"}', "half of an emoji"),
        ("[" * 40 + "]" * 40, "32"),
    ],
)
def test_extras_that_cannot_be_stored_are_refused(
    typed: str, sentence: str, marketer: Client, shop: Application
) -> None:
    answer = marketer.post(reverse(ADD), minimal(shop, ios_extras=typed))
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors["ios_extras"])
    assert typed.split("\\")[0].replace('"', "&quot;") in said(answer)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("name", ["title", "audience_tag", "name", "labels", "ios_category"])
def test_nul_is_refused(name: str, marketer: Client, shop: Application) -> None:
    answer = marketer.post(reverse(ADD), minimal(shop, **{name: "a\0b"}))
    assert name in answer.context["form"].errors


@pytest.mark.parametrize("number", ["2147483648", "-2147483649", "9" * 30, "1.5", "x"])
def test_a_number_that_does_not_fit_is_refused(
    number: str, marketer: Client, shop: Application
) -> None:
    answer = marketer.post(reverse(ADD), minimal(shop, ios_badge=number))
    assert "ios_badge" in answer.context["form"].errors


def test_the_second_editor_is_refused_and_keeps_what_they_typed(
    marketer: Client, draft: Campaign
) -> None:
    first, second = (marketer.get(change(draft)) for _ in range(2))
    marketer.post(change(draft), posted(first, title="First"))
    answer = marketer.post(change(draft), posted(second, title="Second"))
    assert answer.status_code == 409
    assert "somebody changed this campaign" in said(answer)
    assert 'value="Second"' in said(answer)
    draft.refresh_from_db()
    assert draft.title == "First"


def test_an_editor_who_is_late_is_told_so_even_without_changes(
    marketer: Client, draft: Campaign
) -> None:
    late = marketer.get(change(draft))
    marketer.post(change(draft), posted(late, title="First"))
    assert marketer.post(change(draft), posted(late, title="First")).status_code == 409


@pytest.mark.parametrize("version", ["", "x", None])
def test_without_a_version_nothing_is_saved(
    version: str | None, marketer: Client, draft: Campaign
) -> None:
    typed = posted(marketer.get(change(draft)), title="New")
    typed.pop("version")
    answer = marketer.post(
        change(draft), typed if version is None else {**typed, "version": version}
    )
    assert "Reload the page." in said(answer)
    draft.refresh_from_db()
    assert draft.title == "Sale"
