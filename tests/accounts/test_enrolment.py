"""Enrolment of an authenticator app, recovery codes, and codes that work once."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken

from campaigns.accounts import sessions, totp
from campaigns.models import AuthenticatorApp, Event
from tests.accounts.conftest import (
    CODE,
    INDEX,
    MINE,
    PASSWORD,
    App,
    browser,
    enrolled,
    enter,
    verified,
)

pytestmark = pytest.mark.django_db
START, FINISH, QR = "/sign-in/start/", "/sign-in/finish/", "/sign-in/qr.svg"
NEW_CODES, OFF = "/sign-in/recovery-codes/", "/sign-in/off/"


def started(client: Client) -> App:
    client.post(START, {"confirm_password": PASSWORD})
    return App(AuthenticatorApp.objects.latest("pk"))


def shown_codes(answer: Any) -> list[str]:
    return re.findall(r"<li><code>([a-z2-7]{4}-[a-z2-7]{4})</code>", answer.content.decode())


def stale(client: Client) -> None:
    session = client.session
    session["confirmed_at"] = 0
    session.save()


def test_enrolment_by_the_screens(required: None, rita: User) -> None:
    client, other = browser("rita"), browser("rita")
    assert "Set up an authenticator app first" in client.get(INDEX, follow=True).content.decode()
    assert client.get(QR).status_code == 404
    app = started(client)
    page = client.get(MINE)
    assert totp.key_to_type(app.device) in page.content.decode()
    assert page["Cache-Control"].startswith("no-store")
    before = client.session.session_key
    answer = client.post(FINISH, {"code": app.code()})
    codes = shown_codes(answer)
    assert len(set(codes)) == 10
    assert answer["Cache-Control"].startswith("no-store")
    assert client.session.session_key != before
    assert client.get(INDEX).status_code == 200
    assert codes[0] not in client.get(MINE).content.decode()
    assert other.get(INDEX)["Location"].startswith("/login/"), "the other session has ended"
    assert client.get(QR).status_code == 404
    event = Event.objects.get(verb="set-user", actor=rita)
    assert event.comment == "rita: new authenticator app"
    assert not StaticToken.objects.filter(token__in=[code.replace("-", "") for code in codes])


def test_a_wrong_first_code_enrols_nothing(rita: User) -> None:
    client = browser("rita")
    started(client)
    answer = client.post(FINISH, {"code": "000000"})
    assert "this one is wrong or old" in answer.content.decode()
    assert not totp.has_device(rita)


def test_the_key_is_only_for_the_session_that_enrols(rita: User, maria: User) -> None:
    client = browser("rita")
    started(client)
    for other in (browser("rita"), browser("maria"), Client()):
        assert other.get(QR).status_code in (302, 404)
        assert "otpauth" not in other.get(MINE, follow=True).content.decode()


def test_the_qr_code_keeps_to_the_content_security_policy(rita: User) -> None:
    client = browser("rita")
    started(client)
    picture = client.get(QR)
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"].startswith("no-store")
    assert "default-src 'self'" in picture["Content-Security-Policy"]
    tree = ElementTree.fromstring(picture.content)  # noqa: S314 (we have made it)
    for element in tree.iter():
        assert element.tag.rpartition("}")[2] in {"svg", "g", "path"}
        assert not {"style", "class", "onload"} & set(element.attrib)
    for text in (picture.content.decode(), client.get(MINE).content.decode()):
        assert "style=" not in text
        assert "data:" not in text


def test_nothing_changes_by_looking(rita: User) -> None:
    client = browser("rita")
    client.get(MINE)
    assert not AuthenticatorApp.objects.exists()
    for path in (START, FINISH, NEW_CODES, OFF):
        assert client.get(path)["Location"] == MINE
    assert not AuthenticatorApp.objects.exists()


def test_a_recovery_code_works_once(required: None, rita: User) -> None:
    _app, codes = enrolled(rita)
    assert enter(browser("rita"), codes[3].upper().replace("-", " ")).status_code == 302
    again = enter(browser("rita"), codes[3])
    assert again.status_code == 200
    assert "wrong, old or used" in again.content.decode()
    assert totp.recovery_codes_left(rita) == 9


def test_a_code_of_the_app_works_once(required: None, rita: User) -> None:
    app, _codes = enrolled(rita)
    code = app.code()
    assert enter(browser("rita"), code).status_code == 302
    client = browser("rita")
    assert enter(client, code).status_code == 200
    assert client.get(INDEX)["Location"].startswith(CODE)


def test_a_code_of_another_person_opens_nothing(required: None, rita: User, olga: User) -> None:
    enrolled(rita)
    app, codes = enrolled(olga)
    for code in (app.code(), codes[0]):
        assert enter(browser("rita"), code).status_code == 200


def test_another_phone_needs_a_confirmation_and_replaces_the_first(rita: User) -> None:
    client, app = verified(rita)
    stale(client)
    refused = client.post(START)
    assert refused.status_code == 403
    assert "Type your password" in refused.content.decode()
    assert client.post(START, {"confirm_password": PASSWORD}).status_code == 302
    new = App(AuthenticatorApp.objects.latest("pk"))
    assert new.key != app.key
    client.post(FINISH, {"code": new.code()})
    assert enter(browser("rita"), app.code()).status_code == 200
    assert AuthenticatorApp.objects.get().bin_key == new.key


def test_new_recovery_codes_need_a_confirmation_and_void_the_old(rita: User) -> None:
    _app, old = enrolled(rita)
    client = browser("rita")
    enter(client, old[0])
    stale(client)
    assert shown_codes(client.post(NEW_CODES)) == []
    new = shown_codes(client.post(NEW_CODES, {"confirm_password": PASSWORD}))
    assert len(new) == 10
    assert enter(browser("rita"), old[1]).status_code == 200
    device = totp.device_for(rita, old[1])
    assert device is not None
    device.throttle_reset()
    assert enter(browser("rita"), new[0]).status_code == 302


def test_only_whom_nobody_obliges_turns_it_off(maria: User, rita: User, settings: Any) -> None:
    client, _app = verified(maria)
    other = browser("maria")
    stale(client)
    assert client.post(OFF).status_code == 403
    assert totp.has_device(maria)
    client.post(OFF, {"confirm_password": PASSWORD})
    assert not totp.has_device(maria)
    assert other.get(INDEX)["Location"].startswith("/login/")
    assert browser("maria").get(INDEX).status_code == 200
    settings.REQUIRE_TOTP = True
    client, _app = verified(rita)
    assert client.post(OFF, {"confirm_password": PASSWORD}).status_code == 404
    assert totp.has_device(rita)


def test_reset_ends_app_codes_and_sessions(required: None, rita: User) -> None:
    client, app = verified(rita)
    sessions.reset_totp(rita)
    assert client.get(INDEX)["Location"].startswith("/login/")
    assert not AuthenticatorApp.objects.exists()
    assert not StaticToken.objects.exists()
    assert browser("rita").get(INDEX)["Location"].startswith(MINE)
