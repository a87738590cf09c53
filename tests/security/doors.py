"""A door of the product: an address, who may look and do there, and how it is tried."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from campaigns.admin.components.image_panel import FIELDS
from tests.security import bodies
from tests.security.two_teams import FOREIGN, OUTSIDE, STAFF, TwoTeams

Answers = dict[str, int]
Body = Callable[[TwoTeams], dict[str, Any]]


def by(others: int, **roles: int) -> Answers:
    """by(403, MS=200): marketers and superusers 200, other staff 403."""
    given = {letter: status for letters, status in roles.items() for letter in letters}
    return {letter: given.get(letter, others) for letter in STAFF}


SEEN = by(403, MROCAS=200)
NOT_A_GET = by(405)
COMPOSE = by(403, MS=200)
OPERATE = by(403, OCS=200)
MANAGE = by(403, CS=200)
ALL = by(200)
EVERYBODY = STAFF + FOREIGN
LOST = by(404)
SENT_ON = by(302)


@dataclass(frozen=True)
class Door:
    """`on` names the campaign (by its state) and `verb` the move that fill the route's parameters;
    `outside` says what GET and POST of those outside are answered, None: they are sent to the
    login."""

    route: str
    get: Answers
    post: Answers
    writes: str = ""
    body: Body = bodies.nothing
    on: str = "draft"
    verb: str = ""
    outside: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()
    """Tables that a request may write to whoever sends it: a log of its own."""

    def __str__(self) -> str:
        return f"{self.route} {self.verb}".strip()

    @property
    def is_of_a_team(self) -> bool:
        return "<" in self.route and not self.route.startswith(("auth/", "r/"))


CAMPAIGN = "campaigns/campaign/"
APPLICATION = "campaigns/application/"
EVENT = "campaigns/event/"
PERSON = "auth/user/"


MISSING = 987_654_321


def address(door: Door, teams: TwoTeams, team: Any, *, missing: bool = False) -> str:
    """The door's URL with the things of this team, or with what nobody has."""
    route = door.route.removeprefix("^").removesuffix("$")
    for parameter, value in _values(door, teams, team).items():
        route = route.replace(parameter, str(MISSING if missing and value.isdigit() else value))
    return f"/{route}"


def _values(door: Door, teams: TwoTeams, team: Any) -> dict[str, str]:
    """Parameter as the route writes it -> value."""
    campaign = team.campaigns[door.on]
    of = {
        CAMPAIGN + "templates/": team.template,
        CAMPAIGN: campaign,
        APPLICATION: team.application,
        EVENT: campaign.events.first(),
        PERSON: teams.target,
        "sandbox/sandboxapp/": team.app,
        "sandbox/sandboxuser/": team.user,
        "sandbox/call/": team.call,
    }
    thing = next((thing for area, thing in of.items() if door.route.startswith(area)), None)
    pk = str(thing.pk) if thing else "1"
    return {
        "<path:content_type_id>": "1",
        "<path:object_id>": pk,
        "picture/<str:pk>": "picture/0",
        "<int:pk>": pk,
        "<int:number>": str(team.rehearsal.pk),
        "<int:app_id>": str(team.app.pk),
        "<str:name>": next(iter(FIELDS)),
        "<move:verb>": door.verb,
        "(?P<app_label>campaigns|auth|sandbox)": "campaigns",
        "(?P<url>.*)": "nowhere/at/all/",
    }


def browser_like(client: Client, **options: Any) -> Client:
    """A browser of its own with the same cookies: one that signs out is not missed later."""
    browser = Client(**options)
    browser.cookies = copy.deepcopy(client.cookies)
    return browser


def ask(client: Client, method: str, url: str, body: Any = None) -> Any:
    browser = browser_like(client)
    return browser.generic(method, url) if body is None else browser.post(url, body)


def expected(door: Door, letter: str, method: str) -> int:
    if letter in OUTSIDE:
        return 302 if door.outside is None else door.outside[method == "POST"]
    return (door.post if method == "POST" else door.get)[letter]
