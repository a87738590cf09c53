"""People who sign in as browsers do, by form, password and code."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from pytest_django.fixtures import Settings

from campaigns.accounts import roles
from campaigns.accounts import totp as accounts_totp
from campaigns.models import Application, AuthenticatorApp
from tests import factories

PASSWORD = "correct horse battery"
INDEX = "/"
CODE, MINE = "/sign-in/code/", "/sign-in/"


@pytest.fixture
def shop(db: None) -> Application:
    return factories.make_application("Shop")


def make(name: str, role: str | None, **columns: Any) -> User:
    user = factories.make_user(name, role, **columns)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def rita(db: None) -> User:
    return make("rita", roles.REVIEWER)


@pytest.fixture
def maria(db: None) -> User:
    return make("maria", roles.MARKETER)


@pytest.fixture
def olga(db: None) -> User:
    return make("olga", roles.OPERATOR)


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_TOTP = True


@dataclass
class App:
    """The authenticator app on somebody's phone; each call is half a minute later."""

    device: AuthenticatorApp
    ticks: int = field(default=-2)
    key: bytes = b""

    def __post_init__(self) -> None:
        self.key = self.device.bin_key

    def code(self) -> str:
        """Within the tolerance of one step, never the same twice: at most three a test."""
        self.ticks += 1
        return f"{totp(self.key, drift=self.ticks):06}"


def enrolled(user: User) -> tuple[App, list[str]]:
    device = accounts_totp.create_pending_device(user)
    return App(device), accounts_totp.enrol(device)


def sign_in(name: str, password: str = PASSWORD, client: Client | None = None, **extra: Any) -> Any:
    """The answer to the form; its client is the browser."""
    client = client or Client()
    typed = {"username": name, "password": password, "next": INDEX}
    return client.post(reverse("admin:login"), typed, **extra)


def browser(name: str) -> Client:
    client = Client()
    assert sign_in(name, client=client)["Location"] == INDEX
    return client


def enter(client: Client, code: str, **typed: str) -> Any:
    return client.post(CODE, {"code": code, **typed})


def verified(user: User) -> tuple[Client, App]:
    app, _codes = enrolled(user)
    client = browser(user.username)
    assert enter(client, app.code()).status_code == 302
    return client, app


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time a password is hashed, which is all the work there is."""
    done: list[str] = []
    hasher = hashers.get_hasher()
    original = type(hasher).encode

    def count(self: Any, password: str, salt: str) -> str:
        done.append(salt)
        return original(self, password, salt)

    monkeypatch.setattr(type(hasher), "encode", count)
    return done
