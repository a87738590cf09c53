"""The compose form: what is stored, what is refused, and what it says."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.models import Application, Campaign, Event
from tests import factories
from tests.admin.conftest import ADD, change, minimal, page, posted, said

pytestmark = pytest.mark.django_db


def test_the_author_is_whoever_is_signed_in(marketer: Client, shop: Application) -> None:
    forged = minimal(shop, author=999, status="approved", status_since="2020-01-01", due_at="x")
    marketer.post(reverse(ADD), forged)
    campaign = Campaign.objects.get()
    assert (campaign.author.username, campaign.status) == ("maria", "draft")
    assert campaign.due_at is None
    assert Event.objects.get(campaign=campaign).verb == "create"


def test_hidden_columns_do_not_change_by_posting_them(marketer: Client, draft: Campaign) -> None:
    forged = {"status": "approved", "author": "1", "submission": "1", "editors": ["1"], "id": "77"}
    typed = posted(marketer.get(change(draft)), title="New", **forged)
    marketer.post(f"{change(draft)}?_popup=1&_to_field=author&_saveasnew=1", typed)
    before = (draft.pk, draft.author_id, "draft", None)
    draft.refresh_from_db()
    assert (draft.pk, draft.author_id, draft.status, draft.submission) == before
    assert draft.title == "New"
    assert Campaign.objects.count() == 1


def test_saving_leads_on_to_the_page(marketer: Client, draft: Campaign) -> None:
    typed = posted(marketer.get(change(draft)), title="New")
    assert marketer.post(change(draft), typed)["Location"] == change(draft)
    typed = posted(marketer.get(change(draft)), _page="x")
    assert marketer.post(change(draft), typed)["Location"] == page(draft)


def test_saving_nothing_new_makes_nobody_an_editor(
    marketer: Client, draft: Campaign, shop: Application
) -> None:
    factories.make_user("mia", roles.MARKETER, [shop])
    client = Client()
    client.force_login(User.objects.get(username="mia"))
    assert client.post(change(draft), posted(client.get(change(draft)))).status_code == 302
    draft.refresh_from_db()
    assert draft.version == 1
    assert draft.writers() == {draft.author_id}


def test_a_draft_keeps_its_problems_and_says_them_at_their_fields(
    marketer: Client, shop: Application
) -> None:
    typed = minimal(shop, title="x" * 51, ios_badge="10000", android_hw_image="http://a.b")
    answer = marketer.post(reverse(ADD), typed, follow=True)
    lines = {line.field.name: line for part in answer.context["parts"] for line in part.lines}
    assert "51" in lines["title"].problems[0]
    assert "10000" in lines["ios_badge"].problems[0]
    assert "https" in lines["android_hw_image"].problems[0]
    assert lines["audience_kind"].problems
    assert lines["platform"].problems
    assert {"ios", "hw"} <= {p.section.slug for p in answer.context["parts"] if p.is_open}
    assert "honor" not in {p.section.slug for p in answer.context["parts"] if p.is_open}
    assert Campaign.objects.get().title == "x" * 51


def test_advice_stands_at_its_field(marketer: Client, draft: Campaign) -> None:
    parts = marketer.get(change(draft)).context["parts"]
    assert any(line.advice for part in parts for line in part.lines)


def test_user_ids_may_be_divided_by_commas(marketer: Client, shop: Application) -> None:
    marketer.post(reverse(ADD), minimal(shop, audience_userid="a, b\r\nc,,d"))
    assert Campaign.objects.get().audience_userid == ["a", "b", "c", "d"]


def test_no_audience_is_preset_and_the_two_for_everyone_look_grave(
    marketer: Client, shop: Application
) -> None:
    content = said(marketer.get(reverse(ADD)))
    radios = re.findall(r'<input type="radio"[^>]*>', content)
    assert [("grave" in radio, "checked" in radio) for radio in radios] == [
        (True, False),
        (True, False),
        (False, False),
        (False, False),
    ]


def test_another_teams_application_cannot_be_chosen(
    marketer: Client, shop: Application, other: Application, draft: Campaign
) -> None:
    assert "Other" not in said(marketer.get(reverse(ADD)))
    assert "application" in marketer.post(reverse(ADD), minimal(other)).context["form"].errors
    typed = posted(marketer.get(change(draft)), application=other.pk)
    assert "application" in marketer.post(change(draft), typed).context["form"].errors


def test_the_only_application_is_chosen_already(marketer: Client, shop: Application) -> None:
    assert f'<option value="{shop.pk}" selected>' in said(marketer.get(reverse(ADD)))


def test_what_is_no_draft_any_more_is_shown_locked(marketer: Client, draft: Campaign) -> None:
    factories.submitted(draft)
    content = said(marketer.get(change(draft)))
    assert "It is locked while in review: withdraw it to change it." in content
    assert content.index('<fieldset class="locked" disabled>') < content.index('name="title"')
    for nowhere in ("save-draft", "saving.js", "htmx-2"):
        assert nowhere not in content


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.OPERATOR, roles.AUDITOR])
def test_who_may_not_compose_reads(
    role: str, at: Callable[[str], Client], draft: Campaign, shop: Application
) -> None:
    client = at(role)
    content = said(client.get(change(draft)))
    assert "Ask maria: drafts of this application are theirs to change." in content
    assert '<fieldset class="locked" disabled>' in content
    assert client.post(change(draft), {"title": "x", "version": 1})["Location"] == page(draft)
    assert client.get(reverse(ADD)).status_code == 403
    assert client.post(reverse(ADD), minimal(shop)).status_code == 403
    assert Campaign.objects.count() == 1
