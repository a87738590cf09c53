"""Somebody else holds the application: people are told, machines come back, and nobody waits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.composer import drafts
from campaigns.lib import contention, retry
from campaigns.locks import Busy
from campaigns.models import Application, Attempt, Campaign
from campaigns.review import actions
from campaigns.sending import send, tick
from campaigns.workflow.transitions import locked_campaign
from tests.admin.conftest import change, posted, said
from tests.factories import approved, make_application, make_campaign, make_user
from tests.push_server import PushServer

on_postgresql = pytest.mark.database("postgresql")


@pytest.fixture
def draft(transactional_db: None) -> Iterator[Campaign]:
    """Whoever waits for its application gives up soon."""
    campaign = make_campaign(make_application(data_centre="sandbox", cool_down_minutes=0))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
    yield campaign
    connection.close()


@contextmanager
def somebody_else(application: Application, how: str = "") -> Iterator[None]:
    """Locks on a connection of their own: with PostgreSQL the row, with SQLite the file."""
    statement = f"SELECT id FROM campaigns_application WHERE id = {application.pk} {how}"  # noqa: S608 (ours)
    if not how:
        statement = f"UPDATE campaigns_application SET name = name WHERE id = {application.pk}"  # noqa: S608 (ours)
    own: Any = connections["default"].copy()
    own.set_autocommit(False)
    try:
        with own.cursor() as cursor:
            cursor.execute(statement)
            yield
    finally:
        own.rollback()
        own.close()


@on_postgresql
def test_typed_text_stays_where_the_lock_does_not_come(draft: Campaign, client: Client) -> None:
    client.force_login(draft.author)
    page = client.get(change(draft))
    with somebody_else(draft.application):
        answer = client.post(change(draft), posted(page, title="Half price today"))
    assert "somebody else is working on this just now" in said(answer)
    assert 'value="Half price today"' in said(answer)
    draft.refresh_from_db()
    assert draft.title == "Sale"


@on_postgresql
def test_vote_that_does_not_come_through_says_so(draft: Campaign, client: Client) -> None:
    client.force_login(make_user("rita", roles.REVIEWER))
    approved(draft)
    with somebody_else(draft.application):
        url = reverse("admin:campaigns_campaign_move", args=[draft.pk, "unschedule"])
        answer = client.post(url, {"comment": "Not today, it is a holiday"}, follow=True)
    assert "somebody else is working on this just now" in said(answer)
    assert Campaign.objects.get().status == "approved"


@on_postgresql
def test_comment_needs_the_application_too(draft: Campaign) -> None:
    """By its foreign key, though nobody asks for a lock."""
    with somebody_else(draft.application, "FOR UPDATE"), pytest.raises(Busy):
        actions.comment(draft.pk, Actor(draft.author), "Is this the right day?")
    with somebody_else(draft.application, "FOR UPDATE"), pytest.raises(Busy):
        drafts.create(draft.application, Actor(draft.author), {"name": "Another"})


@on_postgresql
def test_command_says_it_in_a_sentence(draft: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
    with somebody_else(draft.application), pytest.raises(SystemExit):
        call_command("campaign", "submit", str(draft.pk), "--as", draft.author.username)
    assert capsys.readouterr().err.startswith("Try again in a moment: somebody else")


@on_postgresql
def test_any_other_lock_gives_a_page_that_says_to_try_again(
    draft: Campaign, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(*_: object, **__: object) -> None:
        with somebody_else(draft.application):
            Application.objects.update(name="Other")

    client.raise_request_exception = False
    client.force_login(draft.author)
    monkeypatch.setattr("campaigns.admin.composer.views.live.form_of", view)
    answer = client.get(change(draft))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "somebody else was working on the same thing" in said(answer)
    assert "Traceback" not in said(answer)


def test_database_that_does_not_answer_gives_a_page_too(
    draft: Campaign, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(*_: object, **__: object) -> None:
        raise OperationalError("The database did not answer within 10 s.")

    client.raise_request_exception = False
    client.force_login(draft.author)
    monkeypatch.setattr("campaigns.admin.composer.views.live.form_of", view)
    answer = client.get(change(draft))
    assert answer.status_code == 503
    assert "the database did not answer in time" in said(answer)


@on_postgresql
def test_send_leaves_a_locked_application_to_the_next_tick(
    draft: Campaign, settings: Settings
) -> None:
    with PushServer() as server:
        settings.SANDBOX_URL = server.url
        approved(draft)
        with somebody_else(draft.application):
            send.send(draft.pk)
        assert (server.requests, Attempt.objects.count()) == ([], 0)
        send.send(draft.pk)
        assert len(server.requests) == 1
    assert Campaign.objects.get().status == "sent"


@on_postgresql
def test_verdict_waits_for_its_lock(draft: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stored nowhere else: a lock counts as no failure for LOCKED_FOR."""
    monkeypatch.setattr(retry, "AGAIN_AFTER", ())
    monkeypatch.setattr("campaigns.lib.retry.time.sleep", lambda seconds: None)
    busy = [True, True, False]

    def write() -> None:
        other = somebody_else(draft.application) if busy.pop(0) else nullcontext()
        with other, locked_campaign(draft.pk):
            pass

    retry.persist(write, "nothing")
    assert busy == []


def test_tick_waits_for_no_lock(draft: Campaign, caplog: pytest.LogCaptureFixture) -> None:
    approved(draft)
    Campaign.objects.update(status="sending", status_since="2020-01-01T00:00:00Z")
    tick.tick(lambda pk: None)  # with its heartbeat, which writes
    Campaign.objects.update(status="sending", status_since="2020-01-01T00:00:00Z")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")  # as long as SQLite would wait
    with somebody_else(draft.application):
        began = time.monotonic()
        tick.look(lambda pk: None)
        took = time.monotonic() - began
    assert took < 10
    assert Campaign.objects.get().status == "sending"
    assert "Traceback" not in caplog.text
    tick.look(lambda pk: None)
    assert Campaign.objects.get().status == "unknown"


def test_whoever_does_not_wait_once_waits_again_later(draft: Campaign) -> None:
    """The short wait ends with its transaction."""
    question = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"

    def wait() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]

    before = wait()
    with locked_campaign(draft.pk, wait=False):
        assert wait() in {contention.A_MOMENT, "200ms"}
    assert wait() == before
