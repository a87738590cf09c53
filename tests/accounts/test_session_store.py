"""Whoever reads the table of sessions, or a backup of it, signs in as nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as current
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from campaigns.accounts.session_store import SessionStore, stored_key
from tests.accounts.conftest import INDEX, PASSWORD, browser, verified

pytestmark = pytest.mark.django_db


def with_cookie(key: str) -> Client:
    client = Client()
    client.cookies[current.SESSION_COOKIE_NAME] = key
    return client


def test_no_column_of_the_database_opens_a_session(rita: User) -> None:
    client, _app = verified(rita)
    key = client.cookies[current.SESSION_COOKIE_NAME].value
    assert with_cookie(key).get(INDEX).status_code == 200
    for row in Session.objects.values():
        for value in row.values():
            assert key not in str(value)
            assert with_cookie(str(value)).get(INDEX).status_code == 302


def test_a_session_changes_its_key_and_ends(rita: User) -> None:
    client = browser("rita")
    first = client.cookies[current.SESSION_COOKIE_NAME].value
    client.post("/login/", {"username": "rita", "password": PASSWORD})
    second = client.cookies[current.SESSION_COOKIE_NAME].value
    assert second != first
    assert with_cookie(first).get(INDEX).status_code == 302, "the row of the old key is gone"
    client.post("/logout/")
    assert with_cookie(second).get(INDEX).status_code == 302
    assert not Session.objects.exists()


def test_a_session_of_the_release_before_is_signed_out(rita: User) -> None:
    """Its row has the key in clear: it opens nothing, and goes when its half hour is over."""
    clear = "a" * 32
    signed_in = browser("rita").session.encode({"_auth_user_id": str(rita.pk)})
    later = timezone.now() + timedelta(minutes=1)
    Session.objects.create(session_key=clear, session_data=signed_in, expire_date=later)
    assert with_cookie(clear).get(INDEX)["Location"].startswith("/login/")


def test_a_store_of_its_own() -> None:
    store = SessionStore()
    store["who"] = "rita"
    store.save()
    key = str(store.session_key)
    assert store.exists(key)
    assert not store.exists(stored_key(key))
    assert SessionStore(key)["who"] == "rita"
    assert len(stored_key(key)) == 40
    with time_machine.travel(timezone.now() + timedelta(seconds=current.SESSION_COOKIE_AGE + 1)):
        assert "who" not in SessionStore(key)
    store.delete()
    assert not store.exists(key)
    assert "who" not in SessionStore(key)
    SessionStore().delete()
