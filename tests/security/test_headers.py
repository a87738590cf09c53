"""Every answer carries the headers of a browser's protection: pages, refusals, static files, and
what the web server answers before the console is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import Settings

from tests.programs import MANAGE, run
from tests.security.web_program import Answer, Web, running_web

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TYPED = "<b>typed</b>"


def missing(headers: Any) -> list[str]:
    wrong = [name for name, value in HEADERS.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    good = "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    return wrong if good else [*wrong, "Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/login/", "localhost", 200),
        ("/login/", "evil.example", 400),
        ("/", "localhost:notaport", 400),
        ("/", "", 400),
        ("/static/nothing.css", "evil.example", 400),
        ("/static/nothing.css", "localhost", 302),
        ("/nowhere/", "localhost", 302),
        ("/i18n/setlang/", "localhost", 302),
        ("/push.json", "localhost", 405),
        ("/campaigns/campaign/1/picture/a b/", "localhost", 302),
    ],
)
def test_every_answer_of_django(path: str, host: str, status: int) -> None:
    answer = Client().get(path, headers={"host": host})
    assert (answer.status_code, missing(answer.headers)) == (status, [])


@pytest.mark.django_db
def test_a_redirect_to_https(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/login/")
    assert (answer.status_code, missing(answer.headers)) == (301, [])


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [False, True])
def test_an_error_page(debug: bool, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = debug
    monkeypatch.setattr("campaigns.accounts.middleware.Gate.process_view", None)
    answer = Client(raise_request_exception=False).get("/login/")
    assert (answer.status_code, missing(answer.headers)) == (500, [])


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    var_dir = Path(tmp_path_factory.mktemp("web"))
    run([*MANAGE, "collectstatic", "--no-input"], var_dir, {}).check_returncode()
    with running_web(var_dir, {}) as web:
        yield web


LONG = "x" * 5000
ODD_REQUESTS = {
    "a bad method": f"G{TYPED}T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a bad line": f"GET / {TYPED}\r\nHost: localhost\r\n\r\n",
    "a bad version": f"GET / HTTP/9.{TYPED}\r\nHost: localhost\r\n\r\n",
    "a long line": f"GET /{LONG} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a long header": f"GET / HTTP/1.1\r\nHost: localhost\r\nX-Typed: {LONG * 2}\r\n\r\n",
    "a bad header": f"GET / HTTP/1.1\r\nHost: localhost\r\n{TYPED}\r\n\r\n",
    "two lengths": "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
    "Content-Length: 2\r\n\r\n",
    "an unknown coding": f"PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {TYPED}\r\n\r\n",
}


@pytest.mark.programs
@pytest.mark.parametrize("request_bytes", ODD_REQUESTS.values(), ids=ODD_REQUESTS)
def test_what_the_web_server_refuses_itself(request_bytes: str, web: Web) -> None:
    answer = web.ask(request_bytes.encode())
    assert 400 <= answer.status < 600
    assert missing(answer.headers) == []
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"typed" not in answer.body, "nothing that was typed comes back"


@pytest.mark.programs
def test_odd_requests_and_hosts(web: Web) -> None:
    answers: dict[str, tuple[Answer, set[int]]] = {
        "a NUL": (web.get("/%00"), {400}),
        "a codec": (web.get("/login/", more="Content-Type: text/plain; charset=rot13\r\n"), {400}),
        "a bad host": (web.get("/login/", host="evil.example"), {400}),
        "no host name": (web.get("/login/", host="a@b"), {400}),
        "no text": (web.get("/%ff%fe"), {302, 404}),
        "a made-up method": (web.get("/login/", method="BREW"), {403, 405}),
        "TRACE": (web.get("/login/", method="TRACE"), {200, 403, 405}),
        "OPTIONS": (web.get("/login/", method="OPTIONS"), {200}),
        "HEAD": (web.get("/login/", method="HEAD"), {200}),
        "a static file": (web.get("/static/campaigns/console.css"), {200}),
        "one at a bad host": (web.get("/static/campaigns/console.css", host="evil"), {200, 400}),
        "no static file": (web.get("/static/nothing.css"), {302}),
        "two slashes": (web.get("//evil.example/%2e%2e"), {302, 404}),
    }
    for name, (answer, statuses) in answers.items():
        assert answer.status in statuses, (name, answer.status)
        assert missing(answer.headers) == [], name


@pytest.mark.django_db
def test_the_language_cookie_is_for_this_site_and_for_no_script() -> None:
    answer = Client().post("/i18n/setlang/", {"language": "zh-hans"})
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
