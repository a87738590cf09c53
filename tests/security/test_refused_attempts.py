"""What refused attempts write, at every door and for everybody (`matrix`): at most one row of the
log each, few for one person in all, nothing typed, and none in the history of another team's."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from campaigns.audit import denials
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Event
from tests.security.doors import Door, address, ask, browser_like
from tests.security.matrix import DOORS
from tests.security.two_teams import FOREIGN, OUTSIDE, STAFF, TwoTeams

pytestmark = pytest.mark.django_db
DOOR = pytest.mark.parametrize("door", DOORS, ids=str)
TYPED = "TYPEDBYSOMEBODY"
METHODS = ("GET", "POST", TYPED)
EVERYBODY = STAFF + FOREIGN + OUTSIDE


def denied(after: int) -> list[dict[str, Any]]:
    rows: Any = Event.objects.filter(pk__gt=after, verb=Verb.DENIED).order_by("pk")
    return list(rows.values())


def last() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def attempt(client: Client, method: str, url: str, body: Any = None) -> None:
    """With something typed wherever something can be: method, address, header, form."""
    url = f"{url}?{TYPED}={TYPED}"
    if method == "POST":
        ask(client, method, url, {TYPED: TYPED, "comment": TYPED, **(body or {})})
    else:
        browser_like(client).generic(
            method, url, headers={"Referer": f"/{TYPED}", "HX-Request": TYPED}
        )


@DOOR
def test_a_refused_attempt_writes_one_row_and_nothing_typed(door: Door, teams: TwoTeams) -> None:
    url, body = address(door, teams, teams.ours), door.body(teams)
    for letter in "R0m" if door.is_of_a_team else "N0":
        for method in METHODS:
            with teams.undone():
                before = last()
                attempt(teams.clients[letter], method, url, body)
                rows = denied(before)
                assert len(rows) <= 1, (letter, method)
                assert TYPED not in repr(rows), (letter, method)
                assert not rows or letter not in OUTSIDE, (letter, method)
                strangers = letter in FOREIGN and door.is_of_a_team
                assert not (strangers and any(row["campaign_id"] for row in rows)), method


@pytest.mark.slow
@pytest.mark.database("sqlite")
@pytest.mark.parametrize("letter", EVERYBODY)
def test_whoever_tries_every_door_writes_few_rows(letter: str, teams: TwoTeams) -> None:
    with teams.undone():
        before = last()
        for door in DOORS:
            for team in (teams.ours, teams.theirs):
                for method in METHODS:
                    attempt(teams.clients[letter], method, address(door, teams, team))
        rows = denied(before)
        assert len(rows) <= denials.PER_HOUR
        assert all(row["comment"].partition(" ")[0] != TYPED for row in rows)


@pytest.mark.slow
def test_one_person_in_one_minute_writes_at_most_so_many(teams: TwoTeams) -> None:
    """Without a token everything is refused, before any view."""
    strict = browser_like(teams.clients["m"], enforce_csrf_checks=True)
    with teams.undone(), time_machine.travel(timezone.now(), tick=False):
        before = last()
        for door in DOORS:
            strict.generic(TYPED, address(door, teams, teams.ours))
        rows = denied(before)
        assert len(rows) == denials.PER_MINUTE
        assert {row["campaign_id"] for row in rows} == {None}
