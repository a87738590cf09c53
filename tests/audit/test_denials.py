"""A refused attempt is recorded as an event, by screen and by command line (ASVS 16.3.2)."""

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns import admin
from campaigns.access import Actor, Denied
from campaigns.accounts import roles
from campaigns.admin.campaign_page import transition_views
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Move
from campaigns.models import Application, Campaign, Event
from tests.factories import make_application, make_campaign, make_user, submitted
from tests.management.conftest import Run, run  # noqa: F401 (a fixture)

ROLES = (roles.MARKETER, roles.REVIEWER, roles.OPERATOR, roles.AUDITOR)
MOVE = "admin:campaigns_campaign_move"


@pytest.fixture
def people(shop: Application) -> dict[str, User]:
    return {role: make_user(f"a-{role}", role, [shop]) for role in ROLES}


@pytest.fixture
def browser(people: dict[str, User]) -> Callable[[str], Client]:
    def of(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return of


def denied() -> list[tuple[str, str, int | None]]:
    """Who, what and on which campaign, oldest first."""
    found = Event.objects.filter(verb=Verb.DENIED).order_by("pk")
    return list(found.values_list("actor__username", "comment", "campaign_id"))


def post(client: Client, campaign: Campaign, verb: str, **posted: str) -> int:
    return client.post(reverse(MOVE, args=[campaign.pk, verb]), posted).status_code


MAY_NOT = [
    (roles.MARKETER, Move.REQUEST_CHANGES),
    (roles.OPERATOR, Move.REQUEST_CHANGES),
    (roles.AUDITOR, Move.REQUEST_CHANGES),
    (roles.REVIEWER, Move.WITHDRAW),
    (roles.OPERATOR, Move.WITHDRAW),
    (roles.AUDITOR, Move.WITHDRAW),
    (roles.MARKETER, Move.RESOLVE),
    (roles.AUDITOR, Move.RESOLVE),
    (roles.AUDITOR, Verb.COMMENT),
]


@pytest.mark.parametrize(("role", "verb"), MAY_NOT)
def test_a_forged_post_is_recorded(
    shop: Application, browser: Callable[[str], Client], role: str, verb: str
) -> None:
    campaign = submitted(make_campaign(shop))
    post(browser(role), campaign, verb, comment="My secret words", arrived="no")
    assert denied() == [(f"a-{role}", f"POST {MOVE} {verb}", campaign.pk)]
    event = Event.objects.get(verb=Verb.DENIED)
    assert event.application == shop
    assert Campaign.objects.get().status == "in_review"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (roles.AUDITOR, "admin:campaigns_campaign_add"),
        (roles.MARKETER, "admin:campaigns_application_add"),
        (roles.REVIEWER, "admin:campaigns_campaign_import"),
    ],
)
def test_a_page_that_answers_403_is_recorded(
    browser: Callable[[str], Client], role: str, name: str
) -> None:
    assert browser(role).get(reverse(name)).status_code == 403
    assert denied() == [(f"a-{role}", f"GET {name}", None)]


def test_a_missing_csrf_token_is_recorded(shop: Application, people: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people[roles.REVIEWER])
    campaign = submitted(make_campaign(shop))
    assert post(client, campaign, "approve") == 403
    assert denied() == [("a-reviewer", f"POST {MOVE} approve", campaign.pk)]


FOREIGN = [
    ("GET", "admin:campaigns_campaign_page"),
    ("POST", "admin:campaigns_campaign_change"),
    ("GET", "admin:campaigns_application_change"),
    ("POST", "admin:campaigns_application_pause"),
]


@pytest.mark.parametrize(("method", "name"), FOREIGN)
def test_another_teams_is_recorded_although_it_looks_as_if_it_were_not_there(
    browser: Callable[[str], Client], method: str, name: str
) -> None:
    theirs = make_campaign(make_application("Theirs"), name="Theirs")
    is_campaign = "campaign_" in name.partition("campaigns_")[2]
    number = theirs.pk if is_campaign else theirs.application.pk
    client = browser(roles.MARKETER)
    for pk in (number, number + 1000):
        assert client.generic(method, reverse(name, args=[pk])).status_code == 404
    event = Event.objects.get(verb=Verb.DENIED)
    which = f", campaign {theirs.pk}" if is_campaign else ""
    assert (event.comment, event.application) == (f"{method} {name}{which}", theirs.application)
    assert event.campaign is None


def test_a_template_is_no_campaign_of_its_number(
    shop: Application, browser: Callable[[str], Client]
) -> None:
    campaign = make_campaign(shop)
    name = "admin:campaigns_campaign_template"
    assert browser(roles.OPERATOR).get(reverse(name, args=[campaign.pk])).status_code == 403
    assert denied() == [("a-operator", f"GET {name}", None)]


def test_the_application_is_named_too(shop: Application, browser: Callable[[str], Client]) -> None:
    name = "admin:campaigns_application_pause"
    client = browser(roles.MARKETER)
    client.post(reverse(name, args=[shop.pk]), {"reason": "because"})
    event = Event.objects.get(verb=Verb.DENIED)
    assert (event.comment, event.application) == (f"POST {name}", shop)


def test_an_unknown_verb_about_their_own_is_no_denial(
    shop: Application, browser: Callable[[str], Client]
) -> None:
    assert post(browser(roles.REVIEWER), make_campaign(shop), "dance") == 404
    assert denied() == []


def test_what_is_wrong_with_what_was_typed_is_no_denial(
    shop: Application, browser: Callable[[str], Client]
) -> None:
    campaign = submitted(make_campaign(shop))
    post(browser(roles.REVIEWER), campaign, "request-changes", comment="")
    post(browser(roles.REVIEWER), campaign, "approve", digest="stale")
    draft = make_campaign(shop, alert="")
    post(browser(roles.MARKETER), draft, "submit")
    assert denied() == []


def test_who_is_not_signed_in_leaves_no_event(shop: Application) -> None:
    campaign = submitted(make_campaign(shop))
    assert post(Client(), campaign, "approve") == 302
    assert denied() == []


def test_an_unknown_verb_of_the_address_is_not_kept(
    shop: Application, browser: Callable[[str], Client], people: dict[str, User]
) -> None:
    campaign = submitted(make_campaign(shop))
    client = Client(enforce_csrf_checks=True)
    client.force_login(people[roles.AUDITOR])
    client.post(reverse(MOVE, args=[campaign.pk, "forged"]))
    assert denied() == [("a-auditor", f"POST {MOVE}", campaign.pk)]


def test_at_most_one_a_minute_for_each_person_and_thing(
    shop: Application, browser: Callable[[str], Client]
) -> None:
    campaign = submitted(make_campaign(shop))
    anna, maria = browser(roles.AUDITOR), browser(roles.MARKETER)
    for _ in range(3):
        post(anna, campaign, "request-changes")
    assert len(denied()) == 1
    post(anna, campaign, "withdraw")
    post(maria, campaign, "request-changes")
    assert len(denied()) == 3
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        post(anna, campaign, "request-changes")
    assert len(denied()) == 4


def test_command_line_is_recorded_with_the_user_of_the_system(
    run: Run,  # noqa: F811
    shop: Application,
    people: dict[str, User],
) -> None:
    campaign = submitted(make_campaign(shop))
    assert run("campaign", "withdraw", campaign.pk, "--as", "a-auditor").code == 1
    assert denied() == [("a-auditor", "campaign withdraw", campaign.pk)]
    assert Event.objects.get(verb=Verb.DENIED).os_user
    assert run("campaign", "withdraw", campaign.pk, "--as", "nobody").code == 1
    assert len(denied()) == 1


class Catch(NamedTuple):
    """An `except NotAllowed`: where it stands, and the functions that its block calls."""

    where: str
    calls: set[str]


def catches() -> Iterator[Catch]:
    """Every `except` of the screens that catches a refusal."""
    for path in sorted(Path(admin.__file__).parent.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        local = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
        for node in nodes:
            if isinstance(node, ast.ExceptHandler) and "NotAllowed" in caught(node):
                calls = called(node)
                calls |= {call for name in calls & local.keys() for call in called(local[name])}
                yield Catch(f"{path.name}:{node.lineno}", calls)


def caught(handler: ast.ExceptHandler) -> str:
    return ast.unparse(handler.type) if handler.type else ""


def called(node: ast.AST) -> set[str]:
    return {ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}


def test_every_screen_that_catches_a_refusal_records_it() -> None:
    found = list(catches())
    recorders = {"report_refusal", "add_refusal", "request_denials.record"}
    assert len(found) > 10
    assert [catch.where for catch in found if not recorders & catch.calls] == []


def test_a_refusal_that_no_view_catches_is_recorded(
    shop: Application, browser: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: HttpRequest, pk: int) -> Campaign:
        raise Denied(translatable("Ask an operator."), Actor(cast(User, request.user)))

    monkeypatch.setattr(transition_views, "campaign_or_404", refuse)
    campaign = make_campaign(shop)
    client = browser(roles.AUDITOR)
    client.raise_request_exception = False
    assert post(client, campaign, "withdraw") == 500
    assert denied() == [("a-auditor", f"POST {MOVE} withdraw", campaign.pk)]


@pytest.mark.django_db(transaction=True)
def test_the_refusal_stays_where_its_transaction_was_rolled_back() -> None:
    shop = make_application("Shop")
    make_user("rita", roles.REVIEWER)
    client = Client()
    client.force_login(User.objects.get(username="rita"))
    campaign = submitted(make_campaign(shop))
    post(client, campaign, "withdraw")
    assert denied() == [("rita", f"POST {MOVE} withdraw", campaign.pk)]


def test_a_database_that_takes_no_event_changes_no_answer(
    browser: Callable[[str], Client], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT") and "campaigns_event" in sql:
            raise DatabaseError("disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        answer = browser(roles.AUDITOR).get(reverse("admin:campaigns_campaign_add"))
    assert answer.status_code == 403
    assert "could not be recorded" in caplog.text
