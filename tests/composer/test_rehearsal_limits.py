"""Who may rehearse, where it may go, and that each rehearsal is sent once."""

import threading
from typing import Any

import pytest
from celery import current_app
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.composer import rehearsals
from campaigns.domain.message.draft_limits import DRAFT_BYTES
from campaigns.models import Application, Campaign, Rehearsal
from tests import factories
from tests.composer.conftest import TOKEN, rehearsed
from tests.push_server import PushServer


@pytest.mark.parametrize("linked", ["none", "real"])
def test_only_a_sandbox_is_ever_reached(
    linked: str, draft: Campaign, server: PushServer, queue: list[Any]
) -> None:
    draft.application.sandbox_application = (
        factories.make_application("Real") if linked == "real" else None
    )
    draft.application.save()
    assert rehearsals.target(draft) is None
    with pytest.raises(NotAllowed):
        rehearsals.rehearse(draft, Actor(draft.author), token=TOKEN)
    assert server.requests == queue == list(Rehearsal.objects.all())


@pytest.mark.usefixtures("queue")
def test_one_that_became_real_meanwhile_is_not_reached(
    draft: Campaign, sandbox: Application, server: PushServer
) -> None:
    row = rehearsals.rehearse(draft, Actor(draft.author), token=TOKEN)
    Application.objects.filter(pk=sandbox.pk).update(data_centre="beijing")
    rehearsals.run(row.pk)
    row.refresh_from_db()
    assert (row.outcome, server.requests) == ("not_sent", [])


def test_a_draft_above_the_limits_is_not_rehearsed(draft: Campaign, queue: list[Any]) -> None:
    """A row of an earlier release: each rehearsal keeps a copy of its body for good."""
    draft.alert = "x" * (DRAFT_BYTES + 1)
    with pytest.raises(NotAllowed):
        rehearsals.rehearse(draft, Actor(draft.author), token=TOKEN)
    assert queue == list(Rehearsal.objects.all()) == []


def test_each_is_sent_once_however_often_it_is_delivered(
    draft: Campaign, server: PushServer, queue: list[Any]
) -> None:
    first = rehearsed(draft)
    assert rehearsed(draft).pk == first.pk
    rehearsals.run(first.pk)
    assert len(server.requests) == 1
    assert queue == [("campaigns.rehearse", first.pk)]
    assert rehearsed(draft, "S" * 22).pk != first.pk
    assert len(server.requests) == 2


@pytest.mark.usefixtures("queue")
def test_two_workers_send_it_once(draft: Campaign, server: PushServer) -> None:
    row = rehearsals.rehearse(draft, Actor(draft.author), token=TOKEN)

    def work() -> None:
        try:
            rehearsals.run(row.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(server.requests) == 1


def test_without_a_broker_it_is_said_at_once(
    draft: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "send_task", fail)
    row = rehearsals.rehearse(draft, Actor(draft.author), token=TOKEN)
    row.refresh_from_db()
    assert (row.outcome, row.is_waiting(timezone.now())) == ("not_sent", False)


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (roles.MARKETER, True),
        (roles.REVIEWER, True),
        (roles.OPERATOR, False),
        (roles.AUDITOR, False),
    ],
)
def test_who_may(role: str, allowed: bool, draft: Campaign) -> None:
    person = factories.make_user("paul", role, [draft.application])
    stranger = factories.make_user("sam", role, [])
    assert rehearsals.may_rehearse(draft, Actor(person)) is allowed
    refused: list[User] = [stranger] if allowed else [stranger, person]
    for user in refused:
        with pytest.raises(NotAllowed):
            rehearsals.rehearse(draft, Actor(user), token=TOKEN)
    with pytest.raises(NotAllowed):
        rehearsals.rehearse(draft, Actor(), token=TOKEN)
