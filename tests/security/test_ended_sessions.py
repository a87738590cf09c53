"""Every form of the console, posted when its session had ended: kept, shown, and not acted on."""

import pytest
from django.test import Client
from django.utils.html import escape

from campaigns.accounts import kept_forms
from campaigns.lib import form_tokens
from campaigns.models import KeptForm
from tests.security import two_teams
from tests.security.changes import CHANGES, writer
from tests.security.doors import Door, address
from tests.security.two_teams import TwoTeams

pytestmark = pytest.mark.django_db
KEPT = KeptForm._meta.db_table


def stored() -> dict[str, str]:
    return {table: rows for table, rows in two_teams.digest().items() if table != KEPT}


@pytest.mark.parametrize("door", CHANGES, ids=str)
def test_what_was_typed_is_shown_to_its_owner_only(door: Door, teams: TwoTeams) -> None:
    url, body = address(door, teams, teams.ours), door.body(teams)
    typed = {name: value for name, value in body.items() if not kept_forms.NEVER.search(name)}
    token = form_tokens.owned_token(teams.people[writer(door)].pk)
    with teams.undone():
        browser, before = Client(), stored()
        answer = browser.post(url, {**body, "token": token})
        assert answer.status_code == 302
        if not typed:
            assert not KeptForm.objects.exists()
            return
        assert answer["Location"] == "/login/?next=%2Fkept%2F"
        cookies = browser.cookies
        browser.cookies.update(teams.clients["A"].cookies)
        assert "Nothing is kept" in browser.get("/kept/", follow=True).content.decode()
        cookies.update(teams.clients[writer(door)].cookies)
        shown = browser.get("/kept/", follow=True)
        text = shown.content.decode()
        assert shown.status_code == 200
        for name in ("comment", "reason", "note", "name", "username", "body"):
            if name in typed and f'name="{name}"' in text:
                assert escape(typed[name]) in text, name
        assert not {"word", body.get("password")} & set(text.split('"')), "no secret comes back"
        assert stored() == before


@pytest.mark.parametrize("door", CHANGES, ids=str)
def test_form_of_somebody_else_is_not_kept(door: Door, teams: TwoTeams) -> None:
    """Nobody signs for another: the token must be the server's, and its user's own."""
    url, body = address(door, teams, teams.ours), door.body(teams)
    token = form_tokens.owned_token(teams.people["S"].pk)
    with teams.undone():
        for forged in (token[:-1] + "x", token.replace(".", ".1"), form_tokens.new_token()):
            Client().post(url, {**body, "token": forged})
            assert not KeptForm.objects.exists()
