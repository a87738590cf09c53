"""Whatever a `next`, a form, a query or JSON holds: an answer, and never a traceback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from campaigns.sandbox.models import Call
from tests.sandbox import calling
from tests.security.doors import CAMPAIGN, Door, address
from tests.security.matrix import DOORS
from tests.security.odd_values import JSONS, LONE, TEXTS, spoiled
from tests.security.two_teams import TwoTeams

pytestmark = pytest.mark.django_db
DOOR = pytest.mark.parametrize("door", DOORS, ids=str)
SLOW = pytest.mark.slow
ON_ONE_DATABASE = pytest.mark.database("postgresql")
"""The one that takes fewer values: it has no NUL and no half of a surrogate pair."""
WITH_NEXT = [
    "/sign-in/code/",
    *(
        pytest.param(url, marks=SLOW)
        for url in ("/sign-in/", "/login/", "/logout/", "/i18n/setlang/", "/")
    ),
]
QUERIES: tuple[str, ...] = ("next", "p", "q", "o", "e", "tab", "application", "label", "all")
QUERIES += ("role", "push_id")
QUERIES += ("kept", "seen", "status", "at", "verb", "actor", "day", "_changelist_filters")
NO_TEXT = (b"", b"\xff\xfe{", b"\0", b"userIds=%ed%a0%80", b"userIds=%00", b"\xed\xa0\x80")
API = ("/push.json", "/user/tag/set.json", "/user/tag/batch/set.json", "/user/tags/get.json")
PUSH = {
    "platform": ["ios", "android"],
    "audience": {"tag": ["a"], "tag_or": ["b"], "userid": ["c"], "packageName": "d"},
    "notification": {
        "title": "t",
        "alert": "a",
        "forceShowPushContent": 0,
        "ios": {"badge": 1, "extras": {"k": "v"}, "contentAvailable": 0},
        "android": {"alert": "a", "hw": {"channelId": "x"}, "oppo": {"notify_level": 1}},
        "harmonyOS": {"alert": "a"},
    },
    "fromuserid": "x",
    "message": {"content": "x"},
}
TAGS = {"userId": "u", "userIds": ["u"], "tags": ["a"]}


def crawling(test: Any) -> Any:
    return SLOW(ON_ONE_DATABASE(test))


@contextmanager
def asking(teams: TwoTeams, letter: str) -> Iterator[Client]:
    """A browser of that person that gets the page of an error; all is taken back."""
    browser = Client(raise_request_exception=False)
    browser.cookies.update(teams.clients[letter].cookies)
    with teams.undone():
        yield browser


def send(teams: TwoTeams, letter: str, method: str, url: str, body: Any = None) -> None:
    with asking(teams, letter) as browser:
        answer = browser.get(url) if method == "GET" else browser.post(url, body or {})
        assert answer.status_code < 500, (letter, method, url[:200], str(body)[:300])
        answer.getvalue()


@pytest.mark.parametrize("url", WITH_NEXT)
def test_every_next_is_answered(url: str, teams: TwoTeams) -> None:
    for letter in "S0":
        for odd in (*TEXTS, "\ud800", b"\xff\xfe", ""):
            told = quote(odd, errors="surrogatepass") if isinstance(odd, str) else quote(odd)
            if len(told) < 20_000:
                send(teams, letter, "GET", f"{url}?next={told}")
            if isinstance(odd, str) and odd != "\ud800":
                send(teams, letter, "POST", url, {"next": odd})


def test_next_with_a_second_step_never_leaves_the_console(teams: TwoTeams) -> None:
    for odd in TEXTS:
        with asking(teams, "S") as browser:
            answer = browser.get("/sign-in/code/", {"next": odd[:2000]})
        where = answer.headers["Location"]
        assert where.startswith("/"), odd[:50]
        assert not where.startswith(("//", "/\\")), odd[:50]


@crawling
@DOOR
def test_every_query_is_answered(door: Door, teams: TwoTeams) -> None:
    url = address(door, teams, teams.ours)
    for odd in TEXTS:
        told = quote(odd[:3000], errors="surrogatepass")
        send(teams, "S", "GET", f"{url}?" + "&".join(f"{name}={told}" for name in QUERIES))


@crawling
@DOOR
def test_every_form_is_answered(door: Door, teams: TwoTeams) -> None:
    url, body = address(door, teams, teams.ours), door.body(teams)
    for odd in TEXTS:
        send(teams, "S", "POST", url, dict.fromkeys(body, odd))


JSON_FIELDS = [
    (f"{CAMPAIGN}add/", name)
    for name in ("ios_extras", "android_extras", "harmony_extras", "audience_tag")
]
JSON_FIELDS += [(f"{CAMPAIGN}import/", "body"), ("sandbox/sandboxuser/add/", "tags")]
JSON_FIELDS += [("sandbox/sandboxuser/<path:object_id>/change/", "tags")]
JSON_FIELDS += [(f"{CAMPAIGN}preview/", name) for name in ("ios_extras", "android_extras")]


@crawling
@pytest.mark.parametrize(("route", "field"), JSON_FIELDS)
def test_every_field_that_holds_json_is_answered(route: str, field: str, teams: TwoTeams) -> None:
    door = next(door for door in DOORS if door.route == route)
    url, body = address(door, teams, teams.ours), door.body(teams)
    lists = url.rsplit("/", 3)[0] + "/" if "sandbox" in route else "/campaigns/campaign/"
    for odd in JSONS:
        with asking(teams, "S") as browser:
            answer = browser.post(url, {**body, field: odd}, follow=True)
            assert answer.status_code < 500, odd[:100]
            assert browser.get(lists).status_code < 500, odd[:100]


def test_tags_of_a_simulated_user_hold_no_half_of_a_pair(teams: TwoTeams) -> None:
    door = next(door for door in DOORS if door.route == "sandbox/sandboxuser/add/")
    url, body = address(door, teams, teams.ours), door.body(teams)
    with asking(teams, "S") as browser:
        answer = browser.post(url, {**body, "tags": f'["{LONE}"]'})
        assert (answer.status_code, "half of an emoji" in answer.content.decode()) == (200, True)
        assert browser.get("/sandbox/sandboxuser/").status_code == 200


@crawling
@pytest.mark.parametrize("path", API)
def test_sandbox_answers_every_body(path: str, teams: TwoTeams) -> None:
    app = teams.ours.app
    assert app is not None
    whole = PUSH if path == "/push.json" else TAGS
    places = [json.dumps(copy).replace('"#"', odd) for odd in JSONS for copy in spoiled(whole, "#")]
    for raw in places:
        with teams.undone():
            answer = calling.post(app, raw, path)
            assert answer.status_code < 500, raw[:300]


def test_sandbox_answers_bytes_that_are_no_text(teams: TwoTeams) -> None:
    app = teams.ours.app
    assert app is not None
    for path in API:
        for raw in NO_TEXT:
            for kind in ("application/json", "application/x-www-form-urlencoded"):
                with teams.undone():
                    answer = calling.post(app, raw, path, kind)
                    assert answer.status_code < 500, raw


@pytest.mark.parametrize("path", API)
@pytest.mark.parametrize("name", ["App-Key", "Nonce", "Timestamp", "Signature"])
def test_sandbox_answers_odd_headers(path: str, name: str, teams: TwoTeams) -> None:
    app = teams.ours.app
    assert app is not None
    for odd in ("", "\xff" * 20, "9" * 5000, "٣" * 10, "9" * 10, "9" * 13, "\0"):
        with teams.undone():
            answer = calling.post(app, {}, path, **{name: odd})
            assert answer.status_code < 500, odd[:40]


@pytest.mark.parametrize("body", ["", "{", "[]", f'{{"a": "{LONE}"}}', "[" * 100_000])
def test_page_of_phones_shows_every_call_that_is_stored(body: str, teams: TwoTeams) -> None:
    """Bodies are cut when they are stored, and rows may be of an earlier release."""
    app = teams.ours.app
    assert app is not None
    with asking(teams, "S") as browser:
        Call.objects.filter(app=app).update(body=body, push_id="shown")
        answer = browser.get(f"/sandbox/phones/{app.pk}/", {"push_id": "shown"})
        assert answer.status_code < 500
