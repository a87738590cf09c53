"""Whatever changes something, posted twice by one form: one change, and the same answer."""

import pytest
from django.test import Client

from campaigns.lib import form_tokens
from tests.security import two_teams
from tests.security.changes import CHANGES, writer
from tests.security.doors import Door, address
from tests.security.two_teams import TwoTeams

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", CHANGES, ids=str)
def test_second_click_gets_the_answer_of_the_first(door: Door, teams: TwoTeams) -> None:
    url, browser = address(door, teams, teams.ours), Client()
    browser.cookies.update(teams.clients[writer(door)].cookies)
    body = {**door.body(teams), "token": form_tokens.new_token()}
    with teams.undone():
        first = browser.post(url, body)
        assert first.status_code == 302, first.content.decode()[:500]
        after = two_teams.digest()
        second = browser.post(url, body)
        assert (second.status_code, second["Location"]) == (302, first["Location"])
        assert two_teams.digest() == after


@pytest.mark.parametrize("door", CHANGES, ids=str)
def test_form_that_is_shown_again_may_do_it_again(door: Door, teams: TwoTeams) -> None:
    """A new token is a new wish: it is asked of the rules anew, and answered by them."""
    url, browser = address(door, teams, teams.ours), Client()
    browser.cookies.update(teams.clients[writer(door)].cookies)
    with teams.undone():
        for _ in range(2):
            answer = browser.post(url, {**door.body(teams), "token": form_tokens.new_token()})
            assert answer.status_code < 500
