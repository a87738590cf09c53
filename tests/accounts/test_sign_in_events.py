"""Who came, left, failed or used up a recovery code stands in the log; strangers do not fill it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as current
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.accounts import roles, sign_in_events, totp
from campaigns.models import Allowance, Event
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LOGIN, CODE = "/login/", "/sign-in/code/"


@pytest.fixture
def rita() -> User:
    return make_user("rita", roles.REVIEWER, password=PASSWORD)


@pytest.fixture
def browser() -> Client:
    """From an address of its own, which no other test has locked."""
    return Client(REMOTE_ADDR="203.0.113.9")


def happened() -> list[tuple[str | None, str, str]]:
    events = Event.objects.order_by("pk").select_related("actor")
    return [(str(event.actor or "") or None, event.verb, event.comment) for event in events]


def sign_in(browser: Client, name: str = "rita", password: str = PASSWORD) -> int:
    return browser.post(LOGIN, {"username": name, "password": password}).status_code


def test_coming_and_going(browser: Client, rita: User) -> None:
    assert sign_in(browser) == 302
    browser.post("/logout/")
    assert happened() == [
        ("rita", "sign-in", "rita: password"),
        ("rita", "sign-out", "rita"),
    ]


def test_the_code_and_a_recovery_code(browser: Client, rita: User, settings: Settings) -> None:
    settings.REQUIRE_TOTP = True
    codes = totp.enrol(totp.create_pending_device(rita))
    before = Event.objects.count()
    sign_in(browser)
    assert browser.post(CODE, {"code": codes[0]}).status_code == 302
    assert happened()[before:] == [
        ("rita", "sign-in", "rita: password"),
        ("rita", "recovery-code", "rita: 9 left"),
        ("rita", "sign-in", "rita: code"),
    ]


def test_new_codes_use_up_none(rita: User) -> None:
    totp.enrol(totp.create_pending_device(rita))
    totp.new_recovery_codes(rita)
    assert not Event.objects.filter(verb="recovery-code").exists()


def test_a_wrong_code_is_recorded(browser: Client, rita: User, settings: Settings) -> None:
    settings.REQUIRE_TOTP = True
    totp.enrol(totp.create_pending_device(rita))
    sign_in(browser)
    browser.post(CODE, {"code": "wrong-code"})
    assert happened()[-1] == ("rita", "sign-in-failed", "rita: code or confirmation")


def test_a_wrong_password_is_recorded_and_not_kept(browser: Client, rita: User) -> None:
    sign_in(browser, password="typed-by-mistake")
    assert happened() == [("rita", "sign-in-failed", "rita: password")]


def test_nothing_is_kept_of_names_that_nobody_has(browser: Client, rita: User) -> None:
    for name in ("nobody", "my-password-typed-here", "ri\0ta", "x" * 150):
        sign_in(browser, name)
    assert happened() == []


def test_failing_as_somebody_else_is_told_of_them(browser: Client, rita: User) -> None:
    browser.force_login(make_user("anna", roles.AUDITOR))
    before = Event.objects.count()
    sign_in(browser, password="wrong")
    sign_in(browser, "nobody", "wrong")
    assert happened()[before:] == [("rita", "sign-in-failed", "rita: password")]


def test_a_name_that_nobody_has_asks_and_holds_nothing_for_the_log(
    browser: Client, rita: User
) -> None:
    """All strangers would wait for one another, and for a walk over the machine's events."""
    with CaptureQueriesContext(connection) as asked:
        sign_in(browser, "nobody")
    said = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in said if "campaigns_event" in sql or "advisory" in sql]
    assert [row.pk for row in Allowance.objects.all()] == ["sign-in:203.0.113.9"]


def test_what_a_limit_refused_is_not_told(browser: Client, rita: User) -> None:
    for _ in range(current.AXES_FAILURE_LIMIT + 3):
        sign_in(browser, password="wrong")
    assert len(happened()) == current.AXES_FAILURE_LIMIT
    for number in range(current.ADDRESS_LIMIT):
        sign_in(Client(REMOTE_ADDR="203.0.113.10"), f"nobody-{number}")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.10"), password="wrong") == 429
    assert len(happened()) == current.AXES_FAILURE_LIMIT


def test_failures_of_one_person_are_bounded_an_hour(rita: User) -> None:
    def fail(times: int) -> int:
        for number in range(times):
            sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), password="wrong")
        return Event.objects.filter(verb="sign-in-failed").count()

    most = sign_in_events.FAILURES
    assert fail(most + 5) == most
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert fail(2) == most + 2


def test_coming_and_going_is_bounded_an_hour(rita: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in_events, "SIGN_INS", 4)
    for _ in range(5):
        client = Client()
        client.force_login(rita)
        client.post("/logout/")
    assert Event.objects.count() == 4


def test_one_team_reads_nothing_of_anothers_sign_ins(rita: User) -> None:
    """Events without an application are for those who see all of them."""
    sign_in(Client())
    anna = Client()
    anna.force_login(make_user("anna", roles.AUDITOR, []))
    assert "rita" not in anna.get("/campaigns/event/").content.decode()
