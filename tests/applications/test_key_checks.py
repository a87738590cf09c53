"""Check key and secret: a signed request that reaches nobody, and its answer in words."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from campaigns import tasks
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import key_checks
from campaigns.domain.provider import key_check as rule
from campaigns.domain.provider.key_check import SENTENCES, KeyState
from campaigns.domain.provider.signature import sign
from campaigns.lib import i18n
from campaigns.models import Application, Event, KeyCheck
from campaigns.provider import key_check
from campaigns.sandbox.models import SandboxApp
from campaigns.sandbox.population import seed_app
from tests import factories
from tests.factories import SECRET
from tests.push_server import PushServer, answer

pytestmark = pytest.mark.django_db
TAGS = answer(b'{"code":200,"result":{"pushconsole-key-check":[]}}')


@pytest.fixture
def server(settings: LazySettings) -> Iterator[PushServer]:
    with PushServer(reply=TAGS) as running:
        settings.SANDBOX_URL = running.url
        yield running


@pytest.fixture
def shop(server: PushServer) -> Application:
    return factories.make_application(data_centre="sandbox")


@pytest.fixture
def olga() -> Actor:
    return Actor(factories.make_user("olga", roles.OPERATOR))


def checked(shop: Application, actor: Actor) -> KeyCheck:
    """As a worker does it."""
    row = key_checks.check_key(shop.pk, actor)
    tasks.check_key(row.pk)
    return KeyCheck.objects.get(pk=row.pk)


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What would be handed to a worker."""
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_: sent.append((name, *args))
    )
    return sent


def refusal(code: int, status: str, text: str = "no") -> bytes:
    return answer(b'{"code":%d,"errorMessage":"%s"}' % (code, text.encode()), status)


def test_the_request_is_signed_and_reaches_nobody(
    shop: Application, olga: Actor, server: PushServer
) -> None:
    row = checked(shop, olga)
    assert (row.state, row.http_status, row.code) == (KeyState.ACCEPTED, 200, 200)
    (request,) = server.requests
    assert request.line == "POST /user/tags/get.json HTTP/1.1"
    assert request.body == b"userIds=pushconsole-key-check"
    head = request.headers
    assert head["content-type"] == "application/x-www-form-urlencoded"
    assert head["signature"] == sign(SECRET, head["nonce"], head["timestamp"])
    assert head["app-key"] == shop.app_key


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (TAGS, KeyState.ACCEPTED),
        (refusal(400, "400 Bad Request"), KeyState.ACCEPTED),
        (refusal(1001, "401 Unauthorized"), KeyState.WRONG_SECRET),
        (refusal(1004, "401 Unauthorized"), KeyState.WRONG_SECRET),
        (refusal(1002, "400 Bad Request", "Invalidate App-Key."), KeyState.UNKNOWN_KEY),
        (refusal(1002, "400 Bad Request", "userId is wrong"), KeyState.ODD),
        (refusal(1006, "401 Unauthorized"), KeyState.LOCKED),
        (refusal(1007, "401 Unauthorized"), KeyState.ADDRESS),
        (refusal(1009, "430 Odd"), KeyState.SERVICE),
        (refusal(1008, "429 Too Many"), KeyState.TOO_OFTEN),
        (refusal(1000, "500 Internal"), KeyState.ODD),
        (refusal(1004, "502 Bad Gateway"), KeyState.ODD),
        (answer(b"<html>", "502 Bad Gateway"), KeyState.ODD),
        (answer(b"<html>"), KeyState.ODD),
        (answer(b'{"code":200,"code":1004}'), KeyState.ODD),
        (answer(b'{"code":true}'), KeyState.ODD),
        (answer(b"x" * 100_000), KeyState.ODD),
        (b"", KeyState.UNREACHABLE),
        (b"nonsense\r\n\r\n", KeyState.UNREACHABLE),
    ],
)
def test_every_answer_has_its_sentence(
    reply: bytes, state: KeyState, shop: Application, olga: Actor, server: PushServer
) -> None:
    server.reply = reply
    row = checked(shop, olga)
    assert row.state == state
    assert i18n.render(key_checks.sentence(row)) == SENTENCES[state].msgid
    event = Event.objects.get(verb="check-key")
    assert event.comment.startswith(state)
    assert (event.application, event.actor) == (shop, olga.user)
    assert not Application.objects.get().is_paused(timezone.now())


def test_every_state_has_a_sentence() -> None:
    assert set(SENTENCES) == set(KeyState)
    assert set(rule.STATES.values()) < set(KeyState)


def test_a_host_that_is_away_is_said(
    shop: Application, olga: Actor, settings: LazySettings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        settings.SANDBOX_URL = f"http://127.0.0.1:{gone.getsockname()[1]}"
    row = checked(shop, olga)
    assert (row.state, row.http_status, row.code) == (KeyState.UNREACHABLE, None, None)


def test_a_host_that_says_nothing_is_not_waited_for(
    shop: Application, olga: Actor, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_check, "DEADLINE", 0.5)
    server.behave = lambda _: time.sleep(20)
    began = time.monotonic()
    assert checked(shop, olga).state == KeyState.UNREACHABLE
    assert time.monotonic() - began < 15


def test_an_echo_of_the_secret_is_kept_nowhere(
    shop: Application, olga: Actor, server: PushServer
) -> None:
    def echo(request: Any, line: socket.socket) -> None:
        text = f"{SECRET} {request.headers['signature']}"
        line.sendall(refusal(1004, "401 Unauthorized", text))

    server.answer_to = echo
    checked(shop, olga)
    kept = f"{Event.objects.values()} {KeyCheck.objects.values()}"
    assert SECRET not in kept


@pytest.mark.django_db(transaction=True)
def test_the_web_asks_nobody_and_a_worker_outside_of_a_transaction(
    shop: Application,
    olga: Actor,
    server: PushServer,
    queue: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask, inside = key_check.ask, []

    def watched(*args: Any, **given: Any) -> key_check.KeyAnswer:
        inside.append(connection.in_atomic_block)
        return ask(*args, **given)

    monkeypatch.setattr(key_check, "ask", watched)
    client = Client()
    client.force_login(olga.user)  # type: ignore[arg-type]
    client.post(button(shop))
    row = KeyCheck.objects.get()
    assert (queue, server.requests) == ([("campaigns.check_key", row.pk)], [])
    for _ in range(2):
        tasks.check_key(row.pk)
    key_checks.check_key_here(shop.pk, olga)
    assert inside == [False, False]
    assert len(server.requests) == 2


def test_what_nobody_takes_up_is_lost(shop: Application, olga: Actor, server: PushServer) -> None:
    row = key_checks.check_key(shop.pk, olga)
    assert row.is_waiting(timezone.now())
    KeyCheck.objects.update(asked=timezone.now() - timedelta(minutes=1))
    tasks.check_key(row.pk)
    row = KeyCheck.objects.get()
    assert not row.is_waiting(timezone.now())
    assert (key_checks.state(row), server.requests) == (KeyState.LOST, [])


def test_a_busy_worker_keeps_its_threads_for_sends(
    shop: Application, olga: Actor, server: PushServer
) -> None:
    with key_checks.AT_ONCE, key_checks.AT_ONCE:
        assert checked(shop, olga).state == KeyState.LOST
    assert checked(shop, olga).state == KeyState.ACCEPTED
    assert len(server.requests) == 1


def test_a_broker_that_is_away_is_said(
    shop: Application,
    olga: Actor,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", fail)
    with django_capture_on_commit_callbacks(execute=True):
        key_checks.check_key(shop.pk, olga)
    assert KeyCheck.objects.get().state == KeyState.LOST


def test_what_changed_meanwhile_is_not_asked(
    shop: Application, olga: Actor, server: PushServer
) -> None:
    row = key_checks.check_key(shop.pk, olga)
    Application.objects.update(data_centre="gone")
    tasks.check_key(row.pk)
    assert (KeyCheck.objects.get().state, server.requests) == (KeyState.ODD, [])


@pytest.mark.parametrize("role", [roles.MARKETER, roles.REVIEWER, roles.AUDITOR])
def test_only_operators_check(role: str, shop: Application, server: PushServer) -> None:
    somebody = factories.make_user("somebody", role)
    with pytest.raises(Denied):
        checked(shop, Actor(somebody))
    client = Client()
    client.force_login(somebody)
    assert client.post(button(shop)).status_code == 403
    assert server.requests == []


def test_a_person_asks_only_so_often(shop: Application, olga: Actor, server: PushServer) -> None:
    for _ in range(key_checks.PER_MINUTE):
        checked(shop, olga)
    with pytest.raises(NotAllowed, match="Wait a minute"):
        checked(shop, olga)
    assert len(server.requests) == key_checks.PER_MINUTE
    checked(shop, Actor(factories.make_user("otto", roles.OPERATOR)))
    with time_machine.travel(timezone.now() + key_checks.KEPT * 2):
        checked(shop, olga)
    assert KeyCheck.objects.count() == 1


def test_the_limit_locks_no_row_that_a_save_waits_for(
    shop: Application, olga: Actor, server: PushServer
) -> None:
    """A save locks the application first, and the person by its event: the other way round, both
    at once would be a deadlock."""
    with CaptureQueriesContext(connection) as asked:
        key_checks.check_key(shop.pk, olga)
    assert not [q for q in asked.captured_queries if 'auth_user" ' in q["sql"] and _locks(q)]
    KeyCheck.objects.all().delete()
    for _ in range(key_checks.PER_MINUTE - 1):
        key_checks.check_key(shop.pk, olga)
    with pytest.raises(NotAllowed, match="Wait a minute"):
        key_checks.check_key(shop.pk, olga)


def _locks(query: dict[str, str]) -> bool:
    """On SQLite, whose one lock is the transaction, no statement says so."""
    return "FOR UPDATE" in query["sql"] or "FOR NO KEY UPDATE" in query["sql"]


def test_what_cannot_be_asked_says_what_to_do(
    shop: Application, olga: Actor, server: PushServer
) -> None:
    Application.objects.update(data_centre="gone")
    with pytest.raises(NotAllowed, match="EXTRA_DATA_CENTRES"):
        checked(shop, olga)
    Application.objects.update(data_centre="sandbox", app_secret_sealed="no token")
    with pytest.raises(NotAllowed, match="SECRETS_KEYS"):
        checked(shop, olga)
    assert server.requests == []


def button(application: Application) -> str:
    return reverse("admin:campaigns_application_check-key", args=[application.pk])


def test_the_own_sandbox_answers_it(
    transactional_db: None, live_server: Any, settings: LazySettings
) -> None:
    settings.SANDBOX_URL = live_server.url
    shop = factories.make_application(data_centre="sandbox")
    olga = Actor(factories.make_user("olga", roles.OPERATOR))
    assert checked(shop, olga).state == KeyState.UNKNOWN_KEY
    app = seed_app("Sandbox", shop.app_key, SECRET, 20, 50, users=3)
    assert checked(shop, olga).state == KeyState.ACCEPTED
    SandboxApp.objects.filter(pk=app.pk).update(secret="another")
    assert checked(shop, olga).state == KeyState.WRONG_SECRET
