"""What somebody who may nothing writes into the log: nothing they typed, few rows, and none in the
history of a campaign that is not theirs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.access import Actor
from campaigns.accounts import roles, totp
from campaigns.admin.campaign_page import history, poll
from campaigns.audit import denials
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Application, Campaign, Event
from tests.factories import make_application, make_campaign, make_user, submitted

PAGE, CHANGE = "/campaigns/campaign/{}/page/", "/campaigns/campaign/{}/change/"
METHODS = [f"TYPED{number}" for number in range(60)]


@pytest.fixture
def theirs(db: None) -> Campaign:
    """In review at another team."""
    return submitted(make_campaign(make_application("Theirs"), name="Theirs"))


@pytest.fixture
def stranger(theirs: Campaign) -> Client:
    return signed_in(make_user("stranger", roles.MARKETER, [make_application("Own")]))


def signed_in(user: User, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(user)
    return client


def denied() -> list[Event]:
    return list(Event.objects.filter(verb=Verb.DENIED).order_by("pk"))


def test_typed_methods_make_one_event_and_are_not_in_it(theirs: Campaign, stranger: Client) -> None:
    for method in ("GET", *METHODS):
        stranger.generic(method, CHANGE.format(theirs.pk))
    (event,) = denied()
    assert event.comment == f"GET admin:campaigns_campaign_change, campaign {theirs.pk}"


def test_a_method_that_nobody_knows_is_called_other(theirs: Campaign, stranger: Client) -> None:
    stranger.generic("TYPED", CHANGE.format(theirs.pk))
    assert [event.comment.split()[0] for event in denied()] == [denials.OTHER_METHOD]


def test_without_a_token_no_method_is_kept_either(shop: Application) -> None:
    """The check of the token answers before any view."""
    client = signed_in(make_user("anna", roles.AUDITOR, [shop]), enforce_csrf_checks=True)
    campaign = submitted(make_campaign(shop))
    for method in METHODS:
        assert client.generic(method, PAGE.format(campaign.pk)).status_code == 403
    assert [event.comment for event in denied()] == ["OTHER admin:campaigns_campaign_page"]


def test_a_stranger_is_in_the_owners_log_and_not_in_the_campaigns_history(
    theirs: Campaign, stranger: Client
) -> None:
    shown = poll.poll_state(theirs)
    before = [line.event.pk for line in history.event_lines(theirs)]
    stranger.get(PAGE.format(theirs.pk))
    stranger.post(f"/campaigns/campaign/{theirs.pk}/approve/")
    assert [(event.campaign_id, event.application) for event in denied()] == [
        (None, theirs.application)
    ] * 2
    assert poll.poll_state(theirs) == shown
    assert [line.event.pk for line in history.event_lines(theirs)] == before
    auditor = signed_in(make_user("anna", roles.AUDITOR, [theirs.application]))
    listed = auditor.get("/campaigns/event/").content.decode()
    assert f"campaigns_campaign_page, campaign {theirs.pk}" in listed


def test_staff_without_a_role_is_a_stranger_too(shop: Application) -> None:
    campaign = make_campaign(shop)
    client = signed_in(make_user("nora", None, [shop]))
    assert client.get(PAGE.format(campaign.pk)).status_code == 403
    assert [event.campaign_id for event in denied()] == [None]


def test_what_a_colleague_tries_is_in_the_history_but_no_news(shop: Application) -> None:
    campaign = submitted(make_campaign(shop))
    shown = poll.poll_state(campaign)
    client = signed_in(make_user("anna", roles.AUDITOR, [shop]))
    client.post(f"/campaigns/campaign/{campaign.pk}/withdraw/")
    assert [event.campaign for event in denied()] == [campaign]
    assert history.event_lines(campaign)[0].event == denied()[0]
    assert poll.poll_state(campaign) == shown


def test_refused_attempts_push_nothing_off_the_page(shop: Application) -> None:
    """Rows of the release before, which kept them all."""
    campaign, anna = submitted(make_campaign(shop)), make_user("anna", roles.AUDITOR, [shop])
    happened = {line.event.pk for line in history.event_lines(campaign)}
    Event.objects.bulk_create(
        Event(at=timezone.now(), actor=anna, verb=Verb.DENIED, campaign=campaign, comment="FOO x")
        for _ in range(history.EVENTS_SHOWN + 5)
    )
    shown = history.event_lines(campaign)
    assert happened < {line.event.pk for line in shown}
    assert len(shown) == len(happened) + history.DENIALS_SHOWN


@pytest.fixture
def halfway(settings: Settings, shop: Application) -> Callable[..., Client]:
    """Somebody who has typed the password and not the code."""

    def of(*applications: Application, role: str = roles.REVIEWER) -> Client:
        settings.REQUIRE_TOTP = True
        user = make_user("halfway", role, applications)
        device = totp.create_pending_device(user)
        totp.enrol(device)
        return signed_in(user, enforce_csrf_checks=True)

    return of


@pytest.mark.parametrize("method", ["POST", "TYPED"])
def test_before_the_code_nothing_is_written_about_another_teams(
    theirs: Campaign, halfway: Callable[..., Client], method: str
) -> None:
    about = Event.objects.filter(application=theirs.application)
    before, client = about.count(), halfway()
    for path in (PAGE, "/campaigns/campaign/{}/approve/"):
        client.generic(method, path.format(theirs.pk))
    client.generic(method, f"/campaigns/application/{theirs.application_id}/pause/")
    assert denied() == []
    assert about.count() == before


def test_before_the_code_ones_own_is_noted_outside_of_its_history(
    shop: Application, halfway: Callable[..., Client]
) -> None:
    campaign = submitted(make_campaign(shop))
    client = halfway(shop)
    assert client.post(PAGE.format(campaign.pk)).status_code == 403
    assert [(event.campaign, event.application) for event in denied()] == [(None, shop)]


@pytest.mark.slow
def test_many_places_and_campaigns_are_bounded_a_minute_and_an_hour(
    theirs: Campaign, stranger: Client
) -> None:
    others = [make_campaign(theirs.application, name=f"No {number}") for number in range(3)]
    words = "page payload standing change approve withdraw submit revise archive unschedule"
    places = f"{words} resolve duplicate test rehearse".split()

    def try_all() -> None:
        for campaign in (theirs, *others):
            for place in places:
                stranger.post(f"/campaigns/campaign/{campaign.pk}/{place}/")
                stranger.get(f"/campaigns/campaign/{campaign.pk}/{place}/")

    try_all()
    assert len(denied()) == denials.PER_MINUTE
    start = timezone.now()
    for minute in range(1, 10):
        with time_machine.travel(start + timedelta(minutes=minute, seconds=minute)):
            stranger.cookies = signed_in(User.objects.get(username="stranger")).cookies
            try_all()
    assert len(denied()) == denials.PER_HOUR


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_time_do_not_multiply() -> None:
    shop = make_application("Shop")
    campaign = make_campaign(shop)
    anna = make_user("anna", roles.AUDITOR, [shop])

    def attempt(number: int) -> None:
        try:
            denials.record(Actor(anna), f"POST place{number % 30} approve", campaign=campaign)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(attempt, range(90)))
    places = [event.comment for event in denied()]
    assert len(places) == len(set(places)) == denials.PER_MINUTE
