"""The live answer of the compose page: what it says of a form, and that it stores nothing."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.composer import message_columns
from campaigns.models import Application, Campaign, Event
from tests import factories
from tests.admin.conftest import change, posted, said

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


def preview(campaign: Campaign | None = None) -> str:
    return reverse("admin:campaigns_campaign_preview", args=[campaign.pk] if campaign else [])


def part(answer: Any, name: str) -> str:
    """What goes into the element with this id: everything up to the next one."""
    found = re.search(
        rf'id="{name}" hx-swap-oob="innerHTML">(.*?)(?=hx-swap-oob|\Z)', said(answer), re.S
    )
    assert found, name
    return found[1].rpartition("<")[0].rstrip().removesuffix("</div>").removesuffix("</pre>")


def state(answer: Any, step: str) -> str:
    found = re.search(
        rf'id="step-state-{step}".*?state-(done|needs-work|empty)', said(answer), re.S
    )
    assert found
    return found[1]


def test_typing_stores_nothing(marketer: Client, draft: Campaign) -> None:
    typed = posted(marketer.get(change(draft)), title="Other", ios_badge="3")
    before = model_to_dict(Campaign.objects.get(pk=draft.pk)), Event.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = marketer.post(preview(draft), typed)
    assert "Other" in said(answer)
    verbs = {query["sql"].lstrip("(").split()[0] for query in asked.captured_queries}
    assert verbs <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert (model_to_dict(Campaign.objects.get(pk=draft.pk)), Event.objects.count()) == before


def test_what_is_previewed_is_what_saving_stores(marketer: Client, draft: Campaign) -> None:
    changes = {"title": " Späti 😀", "ios_alert": "a\r\nb", "android_hw_category": " IM "}
    typed = posted(marketer.get(change(draft)), **changes)
    answer = marketer.post(preview(draft), {**typed, "exact": "1"})
    previewed = json.loads(unescape(part(answer, "exact-json")))
    marketer.post(change(draft), typed)
    assert previewed == json.loads(message_columns.body(Campaign.objects.get(pk=draft.pk)))


def test_the_exact_json_comes_only_when_asked_for(marketer: Client, draft: Campaign) -> None:
    typed = posted(marketer.get(change(draft)))
    assert "exact-json" not in said(marketer.post(preview(draft), typed))


def test_every_part_of_the_answer_has_its_place_on_the_page(
    marketer: Client, draft: Campaign
) -> None:
    page = marketer.get(change(draft))
    answer = marketer.post(preview(draft), {**posted(page), "exact": "1"})
    targets = re.findall(r'id="([^"]+)" hx-swap-oob', said(answer))
    assert len(targets) > 50
    assert [name for name in targets if said(page).count(f'id="{name}"') != 1] == []


def test_an_entry_that_cannot_be_read_keeps_the_last_preview(
    marketer: Client, draft: Campaign
) -> None:
    typed = posted(marketer.get(change(draft)), ios_extras='{"a": 1', title="New")
    answer = marketer.post(preview(draft), {**typed, "exact": "1"})
    assert 'id="preview-phones"' not in said(answer)
    assert 'id="exact-json"' not in said(answer)
    assert "line 1" in part(answer, "said-ios_extras")
    assert state(answer, "content") == "needs-work"


def test_a_new_draft_has_its_list_but_is_not_told_off_at_each_field(
    marketer: Client, shop: Application
) -> None:
    answer = marketer.post(preview(), {"title": "One", "version": 1})
    assert "Give the campaign a name." in part(answer, "findings")
    assert part(answer, "said-name").strip() == ""
    assert part(answer, "said-platform").strip() == ""
    assert "One" in part(answer, "preview-phones")
    assert (state(answer, "content"), state(answer, "audience")) == ("needs-work", "empty")


def test_a_problem_leads_to_its_field(marketer: Client, draft: Campaign) -> None:
    answer = marketer.post(preview(draft), posted(marketer.get(change(draft)), title="x" * 51))
    line = re.search(r'<a class="jump" href="#id_title" data-field="title">(.*?)</a>', said(answer))
    assert line
    assert "51" in line[1]
    assert "counted-red" in part(answer, "counter-title")
    assert state(answer, "content") == "needs-work"
    assert state(answer, "review") == "needs-work"
    assert "Save and see what to mend" in part(answer, "primary-label")


def test_a_text_that_no_phone_shows_is_counted_all_the_same(
    marketer: Client, draft: Campaign
) -> None:
    own = {"ios_alert": "one", "android_alert": "two"}
    answer = marketer.post(preview(draft), posted(marketer.get(change(draft)), **own))
    assert "24 characters" in part(answer, "counter-alert")


def test_advice_names_who_claims_it_and_when_it_was_read(marketer: Client, draft: Campaign) -> None:
    answer = marketer.post(preview(draft), posted(marketer.get(change(draft))))
    advised = part(answer, "findings").split('id="advice"')[1]
    origins = re.findall(r'title="([^"]+), read (\d{4}-\d{2})[^"]*"', advised)
    assert origins
    assert len(origins) == advised.count("said advice")


def test_all_is_done_when_nothing_is_missing(marketer: Client, draft: Campaign) -> None:
    answer = marketer.post(preview(draft), posted(marketer.get(change(draft))))
    steps = ("content", "audience", "schedule", "review")
    assert [state(answer, step) for step in steps] == ["done"] * 4
    assert "Save and continue to submit" in part(answer, "primary-label")


def test_the_command_holds_no_secret(marketer: Client, draft: Campaign) -> None:
    typed = posted(marketer.get(change(draft)), title="It's 'quoted'", exact="1")
    command = unescape(part(marketer.post(preview(draft), typed), "exact-curl"))
    assert "App-Key: key-shop" in command
    assert factories.SECRET not in command
    assert "https://api.rong-api.com/push.json" in command
    digest = '"$SECRET$NONCE$TIMESTAMP" | openssl sha1 -r | cut -c1-40'
    assert f"SIGNATURE=$(printf %s {digest})\n" in command
    signed = '-H "Nonce: $NONCE" -H "Timestamp: $TIMESTAMP" -H "Signature: $SIGNATURE" \\\n'
    assert signed in command


XSS = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}"


def test_whatever_is_typed_comes_back_escaped(marketer: Client, draft: Campaign) -> None:
    page = marketer.get(change(draft))
    form = page.context["form"]
    texts = set(form.fields) - {"application", "version", "seen"}
    typed = {**posted(page), **dict.fromkeys(texts, XSS), "platform": ["ios", "android"]}
    typed["audience_kind"] = "tags"
    for name in ("ios_extras", "android_extras", "harmonyOS_extras"):
        typed.pop(name)
        typed |= {f"{name}-key": XSS, f"{name}-value": XSS}
    for changes in ({}, {"send_at": "", "send_before": "", "ios_badge": "1"}):
        answer = said(marketer.post(preview(draft), {**typed, **changes, "exact": "1"}))
        assert "<script" not in answer
        assert "<img src=x" not in answer


def test_only_who_composes_and_only_their_own(
    at: Callable[[str], Client], draft: Campaign, other: Application
) -> None:
    theirs = factories.make_campaign(other, factories.make_user("olaf", applications=[other]))
    for role in (roles.REVIEWER, roles.OPERATOR, roles.AUDITOR):
        assert at(role).post(preview(draft), {"version": 1}).status_code == 403
        assert at(role).post(preview(), {"version": 1}).status_code == 403
    marketer = at(roles.MARKETER)
    assert marketer.post(preview(theirs), {"version": 1}).status_code == 404
    assert marketer.get(preview(draft)).status_code == 405
    assert Client().post(preview(draft), {}).status_code == 302


def test_a_thousand_users_ask_the_database_no_more(marketer: Client, draft: Campaign) -> None:
    many = "\n".join(f"user-{n}" for n in range(1000))
    typed = posted(marketer.get(change(draft)), audience_kind="users", audience_userid=many)
    typed.pop("audience_tag")
    marketer.post(preview(draft), typed)
    with CaptureQueriesContext(connection) as asked:
        answer = marketer.post(preview(draft), typed)
    assert "1000 named users" in said(answer)
    assert len(asked.captured_queries) <= MOST_QUERIES
