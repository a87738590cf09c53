"""Failures are counted by name and address and by name; nobody is locked out for ever."""

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings as current
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.accounts.client_address import client_address
from campaigns.accounts.counted_name import CODE_NAME
from tests.accounts.conftest import (
    CODE,
    INDEX,
    PASSWORD,
    browser,
    enrolled,
    enter,
    sign_in,
    verified,
)

pytestmark = pytest.mark.django_db
LIMIT = current.AXES_FAILURE_LIMIT
LATER = current.AXES_COOLOFF_TIME + timedelta(seconds=1)
WRONG = "canary-wrong-password"
PASSWORD_CHANGE = "/password_change/"


def fail(times: int, name: str = "rita", **extra: Any) -> Any:
    answers = [sign_in(name, WRONG, **extra) for _ in range(times)]
    return answers[-1]


def test_five_failures_lock_name_and_address(rita: User) -> None:
    assert fail(LIMIT - 1).status_code == 200
    locked = fail(1)
    assert locked.status_code == 429
    assert "Wait 15 minutes" in locked.content.decode()
    assert sign_in("rita").status_code == 429, "the right password does not help now"
    assert sign_in("rita", REMOTE_ADDR="192.0.2.7").status_code == 302


def test_lock_is_logged_once(rita: User, caplog: pytest.LogCaptureFixture) -> None:
    fail(LIMIT + 3)
    said = [record.getMessage() for record in caplog.records if "accounts" in record.name]
    assert said == ["Too many attempts failed: 'rita' from 127.0.0.1 is locked out."]


def test_failures_from_many_addresses_lock_the_name(rita: User, maria: User) -> None:
    for n in range(current.USER_FAILURE_LIMIT // LIMIT):
        fail(LIMIT, REMOTE_ADDR=f"192.0.2.{n}")
    assert sign_in("rita", REMOTE_ADDR="198.51.100.1").status_code == 429
    assert sign_in("maria", REMOTE_ADDR="198.51.100.1").status_code == 302


def test_lock_ends_however_often_somebody_tries_meanwhile(rita: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        fail(LIMIT)
        clock.shift(current.AXES_COOLOFF_TIME / 2)
        assert "Wait 8 minutes" in fail(3).content.decode()
        clock.move_to(start + LATER)
        assert sign_in("rita").status_code == 302
        assert not AccessAttempt.objects.exists(), "nothing old is kept"


def test_right_password_forgives_a_mistyped_one(rita: User) -> None:
    for _ in range(3):
        fail(LIMIT - 1)
        assert sign_in("rita").status_code == 302


def test_password_forgives_nothing_where_a_code_is_needed(rita: User) -> None:
    app, _codes = enrolled(rita)
    fail(LIMIT - 1)
    client = browser("rita")
    assert AccessAttempt.objects.exists()
    assert enter(client, app.code()).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_wrong_codes_are_throttled_too(rita: User) -> None:
    _app, codes = enrolled(rita)
    client = browser("rita")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = []
        for n in range(LIMIT):
            clock.shift(timedelta(seconds=2**n))
            answers.append(enter(client, "000000"))
        assert [answer.status_code for answer in answers] == [200] * (LIMIT - 1) + [429]
        assert "wrong, old or used" in answers[0].content.decode()
        for again in (browser("rita"), client):
            answer = enter(again, codes[0])
            assert (answer.status_code, "Wait 15 minutes" in answer.content.decode()) == (200, True)
        clock.shift(LATER)
        assert enter(browser("rita"), codes[0]).status_code == 302


def test_second_guess_of_a_code_waits_a_second(rita: User) -> None:
    enrolled(rita)
    client = browser("rita")
    enter(client, "000000")
    assert "Wait 1 second, then" in enter(client, "000001").content.decode()


def test_failures_of_strangers_keep_nobody_from_confirming(rita: User) -> None:
    client, _app = verified(rita)
    fail(LIMIT)
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    answer = client.post("/sign-in/recovery-codes/", {"confirm_password": PASSWORD})
    assert answer.status_code == 200


def test_no_name_that_strangers_type_locks_the_codes_of_a_person(rita: User) -> None:
    _app, codes = enrolled(rita)
    client = browser("rita")
    for name in ("code:rita", "rita", CODE_NAME.format("rita")):
        fail(LIMIT, name)
    assert enter(client, codes[0]).status_code == 302


def test_guesses_at_a_screen_left_open_are_counted(rita: User) -> None:
    client = browser("rita")
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    for _ in range(LIMIT):
        client.post(INDEX, {"confirm_password": WRONG})
    answer = client.post("/sign-in/start/", {"confirm_password": PASSWORD})
    assert answer.status_code == 403, "the right password does not help now"
    assert client.session["confirmed_at"] == 0


def test_guesses_at_the_old_password_are_counted(rita: User) -> None:
    client = browser("rita")
    new = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    answers = [client.post(PASSWORD_CHANGE, {"old_password": WRONG, **new}) for _ in range(LIMIT)]
    assert [answer.status_code for answer in answers] == [200] * (LIMIT - 1) + [429]
    client.post(PASSWORD_CHANGE, {"old_password": PASSWORD, **new})
    assert "Wait 15 minutes" in client.get(PASSWORD_CHANGE).content.decode()
    assert User.objects.get(pk=rita.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("proxies", "chain", "found"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_addresses_from_our_own_proxies_count(
    proxies: int, chain: str, found: str, settings: Settings
) -> None:
    settings.PROXY_COUNT = proxies
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": chain}
    assert client_address(request) == found


@pytest.mark.parametrize("proxies", [0, 1])
def test_forged_forwarded_for_does_not_escape_the_lock(
    proxies: int, rita: User, settings: Settings
) -> None:
    settings.PROXY_COUNT = proxies
    last = ", 203.0.113.9" if proxies else ""
    for n in range(LIMIT):
        fail(1, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}{last}")
    assert sign_in("rita", HTTP_X_FORWARDED_FOR=f"192.0.2.99{last}").status_code == 429


def test_client_of_a_unix_socket_has_no_address() -> None:
    assert client_address(HttpRequest()) is None


def test_what_is_nobodys_name_is_counted_and_locked_like_a_name(
    rita: User, caplog: pytest.LogCaptureFixture
) -> None:
    """It may be a password that somebody typed into the wrong field."""
    assert fail(LIMIT - 1, "my-own-password").status_code == 200
    locked = fail(1, "my-own-password")
    assert (locked.status_code, "Wait 15 minutes" in locked.content.decode()) == (429, True)
    assert fail(1, "another-word").status_code == 200
    assert "my-own-password" not in caplog.text + str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 2


def test_nothing_that_was_typed_is_kept(rita: User, caplog: pytest.LogCaptureFixture) -> None:
    enrolled(rita)
    with caplog.at_level(logging.DEBUG):
        client = browser("rita")
        enter(client, "135791")
        sign_in(WRONG, WRONG)
        fail(LIMIT)
        client.post(f"{CODE}?code=135791", {"code": "135792", "app_secret": WRONG})
    for row in AccessAttempt.objects.values():
        assert (row["get_data"], row["post_data"]) == ("", "")
        assert "1357" not in str(row)
        assert WRONG not in str(row)
    assert WRONG not in caplog.text
    assert "1357" not in caplog.text
