"""Every door of the product, tried by everybody (`matrix`). A URL that the table lacks fails."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from pytest_django.fixtures import Settings

from tests.security.doors import Door, address, ask, browser_like, expected
from tests.security.matrix import DOORS
from tests.security.two_teams import FOREIGN, OUTSIDE, STAFF, TwoTeams

pytestmark = pytest.mark.django_db
DOOR = pytest.mark.parametrize("door", DOORS, ids=str)
FEW = "R0m"
"""Who tries every door in the quick run; the others follow in the full one."""
PERSONS = pytest.mark.parametrize(
    "letters",
    [
        pytest.param(FEW, id="few"),
        pytest.param(
            (STAFF + OUTSIDE + FOREIGN).translate({ord(letter): None for letter in FEW}),
            id="others",
            marks=pytest.mark.slow,
        ),
    ],
)
UNUSUAL = ("HEAD", "PUT", "DELETE", "OPTIONS")
OWN = {"m": "M", "r": "R", "o": "O", "a": "A"}
"""Of the other team -> of ours: at what belongs to no team, they are answered the same."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ELSEWHERE = (302, 403, 404, 405)


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern)


def plain(answer: Any, url: str) -> tuple[int, str, str]:
    """What somebody can tell: without the address they asked for, and without tokens of a form."""
    tokens = r'name="(csrfmiddlewaretoken|token)" value="[^"]*"'
    content = re.sub(tokens, "", answer.content.decode())
    where = answer.headers.get("Location", "").replace(url, "#")
    return answer.status_code, where, content.replace(url, "#")


def test_every_person_tries_the_doors(teams: TwoTeams) -> None:
    (few, others) = (one.values[0] for one in PERSONS.args[1])
    assert sorted(few + others) == sorted(teams.clients)


def test_every_url_stands_in_the_table() -> None:
    assert set(routes()) == {door.route for door in DOORS}


@DOOR
@PERSONS
def test_looking_is_for_those_in_the_table_and_changes_nothing(
    door: Door, letters: str, teams: TwoTeams
) -> None:
    url = address(door, teams, teams.ours)
    for letter in letters:
        with teams.undone():
            answer = ask(teams.clients[letter], "GET", url)
            assert not teams.is_changed(door.notes), letter
        if letter in FOREIGN and door.is_of_a_team:
            assert answer.status_code in ELSEWHERE, letter
        else:
            own = OWN.get(letter, letter)
            assert answer.status_code == expected(door, own, "GET"), letter
        if letter in OUTSIDE and door.outside is None:
            assert answer["Location"].startswith("/login/"), letter


@DOOR
@PERSONS
def test_doing_is_for_those_in_the_table_and_for_nobody_else(
    door: Door, letters: str, teams: TwoTeams
) -> None:
    url, body = address(door, teams, teams.ours), door.body(teams)
    for letter in letters:
        with teams.undone():
            answer = ask(teams.clients[letter], "POST", url, body)
            assert teams.is_changed(door.notes) == (letter in door.writes), letter
        if letter not in FOREIGN:
            assert answer.status_code == expected(door, letter, "POST"), letter


@pytest.mark.slow
@pytest.mark.parametrize("door", [door for door in DOORS if door.is_of_a_team], ids=str)
def test_object_of_another_team_looks_as_if_it_were_not_there(door: Door, teams: TwoTeams) -> None:
    there, nowhere = (address(door, teams, teams.theirs, missing=no) for no in (False, True))
    for letter in "MROA":
        for method in ("GET", "POST"):
            seen = []
            for url in (there, nowhere):
                with teams.undone():
                    body = door.body(teams) if method == "POST" else None
                    seen.append(ask(teams.clients[letter], method, url, body))
                    assert not teams.is_changed(), (letter, method)
            told = [plain(*one) for one in zip(seen, (there, nowhere), strict=True)]
            assert told[0] == told[1], (letter, method)


@pytest.mark.slow
@DOOR
def test_unusual_methods_and_missing_tokens_change_nothing(door: Door, teams: TwoTeams) -> None:
    url, body = address(door, teams, teams.ours), door.body(teams)
    for letter in "MC":
        for method in UNUSUAL:
            with teams.undone():
                answer = browser_like(teams.clients[letter]).generic(method, url)
                assert answer.status_code < 500, (letter, method)
                assert not teams.is_changed(door.notes), (letter, method)
    strict = browser_like(teams.clients["S"], enforce_csrf_checks=True)
    with teams.undone():
        answer = strict.post(url, body)
        is_signed = door.outside == (405, 400)  # the sandbox's API asks for a signature instead
        assert answer.status_code in ((400,) if is_signed else (403, 405))
        assert not teams.is_changed(door.notes)


@pytest.mark.slow
@DOOR
def test_every_answer_carries_the_security_headers(door: Door, teams: TwoTeams) -> None:
    url, body = address(door, teams, teams.ours), door.body(teams)
    for letter in "0S":
        for method in ("GET", "POST"):
            with teams.undone():
                answer = ask(teams.clients[letter], method, url, body if method == "POST" else None)
            for name, value in HEADERS.items():
                assert answer.headers.get(name) == value, (letter, method, name)
            policy = answer.headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in policy
            assert not re.search(r"unsafe|data:|\*", policy)
            if letter == "S" and answer.status_code == 200 and door.route != "jsi18n/":
                assert "private" in answer.headers.get("Cache-Control", ""), method


def test_strict_transport_security_is_sent_over_tls(teams: TwoTeams, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    answer = Client().get("/nowhere/", secure=True)
    told = answer.headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains; preload"
