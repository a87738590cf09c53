"""The same form saves one draft, and is never told of its own save as of another's."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.lib import form_tokens
from campaigns.models import Application, Campaign, Event
from tests.admin.conftest import ADD, change, minimal, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    return form_tokens.new_token()


def test_two_clicks_make_one_draft(marketer: Client, shop: Application, token: str) -> None:
    first, second = (
        marketer.post(reverse(ADD), minimal(shop, token=token, alert="Hi")) for _ in range(2)
    )
    made = Campaign.objects.get()
    assert first["Location"] == second["Location"] == change(made)
    assert [event.verb for event in Event.objects.filter(campaign=made)] == ["create"]


def test_going_back_to_the_new_form_saves_its_draft_again(
    marketer: Client, shop: Application, token: str
) -> None:
    marketer.post(reverse(ADD), minimal(shop, token=token, alert="One"))
    for text in ("Two", "Three"):
        answer = marketer.post(reverse(ADD), minimal(shop, token=token, alert=text))
        assert answer["Location"] == change(Campaign.objects.get())
        assert Campaign.objects.get().alert == text


def test_what_others_saved_meanwhile_is_told_on_the_drafts_own_form(
    marketer: Client, shop: Application, token: str
) -> None:
    marketer.post(reverse(ADD), minimal(shop, token=token, alert="One"))
    made = Campaign.objects.get()
    marketer.post(change(made), posted(marketer.get(change(made)), title="Theirs"))
    answer = marketer.post(reverse(ADD), minimal(shop, token=token, alert="Two"))
    assert answer.status_code == 409
    assert f'action="{change(made)}"' in answer.content.decode()


def test_two_saves_of_one_page_are_no_conflict(
    marketer: Client, draft: Campaign, token: str
) -> None:
    typed = posted(marketer.get(change(draft)), title="Mine", token=token)
    for _ in range(2):
        assert marketer.post(change(draft), typed).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Mine", 2)


def test_going_back_and_saving_saves(marketer: Client, draft: Campaign, token: str) -> None:
    typed = posted(marketer.get(change(draft)), token=token)
    for title in ("One", "Two", "Three"):
        assert marketer.post(change(draft), {**typed, "title": title}).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Three"


def test_going_back_past_the_save_of_another_asks(
    marketer: Client, draft: Campaign, token: str
) -> None:
    typed = posted(marketer.get(change(draft)), token=token)
    marketer.post(change(draft), {**typed, "title": "Mine"})
    marketer.post(change(draft), posted(marketer.get(change(draft)), alert="Theirs"))
    assert marketer.post(change(draft), {**typed, "title": "Mine again"}).status_code == 409


def test_page_says_its_token_in_every_form(marketer: Client, draft: Campaign) -> None:
    shown = marketer.get(change(draft)).content.decode()
    assert shown.count('name="csrfmiddlewaretoken"') == shown.count('name="token"') > 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [True, False])
def test_clicks_at_the_same_moment_save_once(
    is_new: bool, shop: Application, people: dict[str, User], token: str
) -> None:
    browsers = [Client() for _ in range(4)]
    for browser in browsers:
        browser.force_login(people[roles.MARKETER])
    url, typed = reverse(ADD), minimal(shop, token=token, title="Mine")
    if not is_new:
        browsers[0].post(url, {**typed, "token": form_tokens.new_token(), "title": "First"})
        url = change(Campaign.objects.get())
        typed = posted(browsers[0].get(url), token=token, title="Mine")
    answers: list[Any] = []
    _at_once([lambda b=b: answers.append(b.post(url, typed)) for b in browsers])  # type: ignore[misc]
    made = Campaign.objects.get()
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, change(made))}
    assert (made.title, made.version) == ("Mine", 1 if is_new else 2)


def _at_once(clicks: list[Callable[[], None]]) -> None:
    def click(act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(act,)) for act in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
