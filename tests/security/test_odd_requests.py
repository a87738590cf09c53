"""Requests that only an attacker sends are refused without a traceback."""

from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db
ODD = ("rot13", "unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "idna", "hex", "a\0b")
KINDS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=B")


@pytest.fixture
def application(db: None) -> Any:
    """It asks the database whether it may start."""
    from pushconsole.wsgi import application

    return application


def asked(door: Any, path: str, content_type: str = "") -> str:
    """The status line of the answer of the program that gunicorn runs."""
    said: list[str] = []
    environ = {"PATH_INFO": path, "CONTENT_TYPE": content_type, "QUERY_STRING": "next=%ff"}
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "localhost"
    list(door(environ, lambda status, headers, info=None: said.append(status)))
    return said[0]


@pytest.mark.parametrize("charset", ODD)
@pytest.mark.parametrize("kind", KINDS)
def test_no_codec_of_pythons_reads_a_request(application: Any, kind: str, charset: str) -> None:
    assert asked(application, "/login/", f"{kind}; charset={charset}") == "400 Bad Request"


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"', "no-such-codec"])
def test_utf_8_is_read(application: Any, charset: str) -> None:
    assert asked(application, "/login/", f"text/plain; charset={charset}") == "200 OK"


@pytest.mark.parametrize("path", ["/r/7/\0/", "/campaigns/campaign/picture/a\0/"])
def test_no_nul_is_looked_for(application: Any, path: str) -> None:
    assert asked(application, path) == "400 Bad Request"


def test_everything_else_goes_through(application: Any) -> None:
    assert asked(application, "/r/7/0/").startswith("302")


@pytest.mark.parametrize("length", [151, 256, 5000])
def test_a_name_that_nobody_can_have_is_not_counted(length: int) -> None:
    """PostgreSQL does not store it: more than 255 characters ended in an error page."""
    client = Client(raise_request_exception=False)
    answer = client.post("/login/", {"username": "x" * length, "password": "wrong"})
    assert answer.status_code == 200
    assert not AccessAttempt.objects.exists()


def test_a_sign_in_without_next_leads_to_the_overview() -> None:
    User.objects.create_superuser("root", password="correct horse battery")
    posted = {"username": "root", "password": "correct horse battery", "next": "//evil.example"}
    assert Client().post("/login/", posted).headers["Location"] == "/"
