"""Posts what no page offers: hidden columns, actions, popups."""

import re
from itertools import product

import pytest

from tests.security.doors import APPLICATION, CAMPAIGN, Door, address, ask, expected
from tests.security.matrix import DOORS
from tests.security.two_teams import TwoTeams

pytestmark = pytest.mark.django_db
LISTS = [door for door in DOORS if re.fullmatch(r"(campaigns|auth|sandbox)/\w+/", door.route)]
LISTS = [door for door in LISTS if door.route != "campaigns/campaign/desk/"]
GUESSES = (
    "app_secret_sealed__startswith=g",
    "application__app_secret_sealed__startswith=g",
    "password__startswith=m",
    "author__password__startswith=m",
    "actor__password__startswith=m",
    "user__password__startswith=m",
    "app__application__app_secret_sealed=x",
)


@pytest.mark.slow
@pytest.mark.parametrize("door", LISTS, ids=str)
def test_no_list_filters_by_a_hidden_column(door: Door, teams: TwoTeams) -> None:
    readers = [letter for letter in "MOCS" if door.get[letter] == 200]
    assert readers
    for letter, guess in product(readers, GUESSES):
        answer = ask(teams.clients[letter], "GET", f"/{door.route}?{guess}")
        location = answer.headers.get("Location", "")
        assert answer.status_code == 400 or location.endswith("?e=1"), (letter, guess)


@pytest.mark.parametrize("door", LISTS, ids=str)
def test_no_list_takes_an_action(door: Door, teams: TwoTeams) -> None:
    """Neither Django's own action nor rows edited in the list, whoever posts them."""
    thing = dict.fromkeys(("_selected_action", "form-0-id"), "1")
    forged = {"action": "delete_selected", "post": "yes", "form-TOTAL_FORMS": 1, **thing}
    forged |= {"form-INITIAL_FORMS": 1, "form-0-name": "Forged", "_save": "1"}
    for letter in "MROCAS" if not door.route.startswith("sandbox/") else "MRA":
        with teams.undone():
            ask(teams.clients[letter], "POST", f"/{door.route}", forged)
            assert not teams.is_changed(), letter


@pytest.mark.slow
@pytest.mark.parametrize(
    "query", ["_popup=1", "_to_field=app_secret_sealed", "_changelist_filters=x"]
)
def test_popup_and_to_field_open_nothing(query: str, teams: TwoTeams) -> None:
    forms = [door for door in DOORS if door.route.endswith(("change/", "add/"))]
    assert forms
    for door, letter in product([*forms, *LISTS], "MA"):
        url = f"{address(door, teams, teams.ours)}?{query}"
        with teams.undone():
            answer = ask(teams.clients[letter], "GET", url)
            assert not teams.is_changed()
        allowed = {expected(door, letter, "GET"), 302, 400}
        assert answer.status_code in allowed, (str(door), letter)
        assert b"app_secret_sealed" not in answer.content.replace(url.encode(), b"")


def test_hidden_and_fixed_columns_cannot_be_posted(teams: TwoTeams) -> None:
    draft, shop = teams.ours.campaigns["draft"], teams.ours.application
    forged = {"status": "approved", "author": teams.people["S"].pk, "id": 1, "submission": 1}
    forged |= {"app_secret_sealed": "x", "paused_reason": "x", "editors": [teams.people["S"].pk]}
    forged |= {"due_at": "2026-01-01", "created": "2020-01-01", "next_try_at": "2026-01-01"}
    for route, letter in (
        (f"{CAMPAIGN}<path:object_id>/change/", "M"),
        (f"{APPLICATION}<path:object_id>/change/", "O"),
    ):
        door = next(door for door in DOORS if door.route == route)
        with teams.undone():
            body = {**forged, **door.body(teams)}
            ask(teams.clients[letter], "POST", address(door, teams, teams.ours), body)
            now = type(draft).objects.get(pk=draft.pk)
            assert (now.status, now.author_id, now.submission_id) == (
                "draft",
                draft.author_id,
                None,
            )
            assert teams.people["S"] not in now.editors.all()
            stored = type(shop).objects.get(pk=shop.pk)
            assert (stored.paused_reason, stored.app_secret) == (
                "",
                shop.app_secret if letter == "M" else "word",
            )


def test_forged_row_of_another_teams_phone_changes_nothing(teams: TwoTeams) -> None:
    """The only inline there is, in the sandbox."""
    assert teams.ours.user is not None
    assert teams.theirs.user is not None
    foreign = teams.theirs.user.devices.get()
    forged = {"app": teams.ours.app.pk if teams.ours.app else "", "user_id": "u1", "tags": "[]"}
    forged |= {"devices-TOTAL_FORMS": 1, "devices-INITIAL_FORMS": 1, "devices-0-id": foreign.pk}
    forged |= {"devices-0-user": teams.ours.user.pk, "devices-0-label": "stolen"}
    forged |= {"devices-0-kind": "vivo", "devices-0-DELETE": "on"}
    with teams.undone():
        url = f"/sandbox/sandboxuser/{teams.ours.user.pk}/change/"
        ask(teams.clients["O"], "POST", url, forged)
        assert not teams.is_changed()
