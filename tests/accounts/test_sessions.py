"""A session ends after 30 minutes without activity, after 12 hours, with a new password, with a
reset of the authenticator and with deactivation."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as current
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import sessions, users
from campaigns.accounts.session_store import stored_key
from campaigns.models import Event
from tests.accounts.conftest import INDEX, PASSWORD, browser, sign_in, verified
from tests.factories import make_application, make_campaign
from tests.programs import MANAGE, run
from tests.pushconsole.production import PRODUCTION

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


def is_open(client: Client) -> bool:
    answer = client.get(INDEX)
    return answer.status_code == 200 or not answer["Location"].startswith(LOGIN)


def moved(client: Client, name: str, seconds: int) -> None:
    session = client.session
    session[name] = int(time.time()) - seconds
    session.save()


def test_signing_in_gives_the_session_a_new_id(rita: User) -> None:
    client = Client()
    client.get(reverse("admin:login"))
    client.cookies["session"] = "f" * 32
    sign_in("rita", client=client)
    first = client.session.session_key
    assert first != "f" * 32
    sign_in("rita", client=client)
    assert client.session.session_key != first


def test_half_an_hour_without_activity_ends_the_session(rita: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = browser("rita")
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert is_open(client)
        clock.shift(timedelta(minutes=30, seconds=1))
        assert not is_open(client)


def test_twelve_hours_end_the_session_whatever_was_done(rita: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = browser("rita")
        while timezone.now() < start + timedelta(hours=11, minutes=40):
            clock.shift(timedelta(minutes=20))
            assert is_open(client)
        clock.shift(timedelta(minutes=20))
        assert not is_open(client)


def test_stamp_in_the_session_decides_not_the_cookie(rita: User) -> None:
    client = browser("rita")
    moved(client, sessions.SIGNED_IN, current.SESSION_LENGTH - 60)
    assert is_open(client)
    moved(client, sessions.SIGNED_IN, current.SESSION_LENGTH)
    assert not is_open(client)
    assert not Session.objects.exists()


def test_page_that_polls_keeps_no_session_alive(maria: User) -> None:
    shop = make_application()
    campaign = make_campaign(shop, maria)
    polled = {"headers": {"HX-Request": "true"}}
    preview = reverse("admin:campaigns_campaign_preview", args=[campaign.pk])
    client = browser("maria")

    def expires() -> Any:
        return Session.objects.get(pk=stored_key(str(client.session.session_key))).expire_date

    def call(path: str, method: str) -> bool:
        moved(client, sessions.ACTIVE, sessions.TOUCH_EVERY)
        before = expires()
        time.sleep(0.002)
        getattr(client, method)(path, **polled)
        return bool(expires() > before)

    assert not call(reverse("admin:campaigns_campaign_schedule"), "post")
    assert not call(reverse("admin:campaigns_campaign_page", args=[campaign.pk]), "get")
    assert call(preview, "post"), "typing is no polling"


def test_activity_is_written_once_a_minute(rita: User) -> None:
    client = browser("rita")
    for seconds, writes in ((0, 0), (sessions.TOUCH_EVERY, 1)):
        moved(client, sessions.ACTIVE, seconds)
        with CaptureQueriesContext(connection) as seen:
            client.get(INDEX)
        updates = [query for query in seen if query["sql"].startswith("UPDATE")]
        assert len(updates) == writes


def test_looking_at_the_age_of_a_session_costs_no_query(maria: User, rita: User) -> None:
    """But the one for the device that has verified a session."""

    def queries(client: Client) -> list[str]:
        client.get("/sign-in/")
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("admin:campaigns_event_changelist"))
        return [query["sql"] for query in seen]

    def of_identity(found: list[str]) -> list[str]:
        return [sql for sql in found if "otp_" in sql or "axes_" in sql]

    assert of_identity(queries(browser("maria"))) == []
    with_app = of_identity(queries(verified(rita)[0]))
    assert len(with_app) == 1


def test_new_password_ends_all_other_sessions(rita: User) -> None:
    client, other = browser("rita"), browser("rita")
    new = "another horse battery"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    before = client.session.session_key
    assert client.post(reverse("admin:password_change"), typed).status_code == 302
    assert is_open(client)
    assert client.session.session_key != before
    assert not is_open(other)
    assert Event.objects.get(verb="set-user", actor=rita).comment == "rita: own password"


def test_password_set_by_an_operator_ends_all_sessions(rita: User) -> None:
    client = browser("rita")
    users.set_user(Actor(os_user="root"), rita, password="another horse battery")
    assert not is_open(client)


def test_deactivation_ends_sessions_for_good(rita: User, maria: User) -> None:
    client, bystander = browser("rita"), browser("maria")
    rita.is_active = False
    rita.save()
    assert not is_open(client)
    rita.is_active = True
    rita.save()
    assert not is_open(client)
    assert is_open(bystander)


def test_reset_of_the_authenticator_ends_sessions(rita: User, maria: User) -> None:
    client, _app = verified(rita)
    bystander = browser("maria")
    users.reset_totp(Actor(os_user="root"), rita)
    assert not is_open(client)
    assert is_open(bystander)


def test_rows_of_ended_sessions_go_with_the_next_signing_in(rita: User) -> None:
    browser("rita")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    browser("rita")
    assert Session.objects.count() == 1


@pytest.mark.programs
def test_session_cookie_in_production_is_secure(tmp_path: Any) -> None:
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_AGE,"
        " s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.REQUIRE_TOTP)"
    )
    ended = run([*MANAGE, "shell", "--no-imports", "-c", code], tmp_path, PRODUCTION)
    assert ended.stdout == "__Host-session __Host-csrf True True Lax 1800 / None True\n"


def test_session_cookie_is_sent_with_its_restrictions(rita: User) -> None:
    cookie = sign_in("rita").cookies["session"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["max-age"], cookie["expires"]) == ("Lax", "", "")
