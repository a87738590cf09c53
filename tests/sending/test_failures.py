"""The code that an attempt keeps, set wherever a send may fail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.utils import timezone

from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.models import Application, Attempt, Pause
from campaigns.sending import claim as sending_claim
from campaigns.sending import overdue, record, send
from campaigns.sending.claim import Claim
from tests.factories import approved, make_campaign
from tests.push_server import PushServer
from tests.sending.claimed_campaigns import claimed


def failure_of_send(application: Application) -> str:
    send.send(approved(make_campaign(application)).pk)
    return Attempt.objects.get().failure


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Claim], Claim]], None]:
    """What happens between the claim and the last look before the first byte."""
    real = sending_claim.claim

    def happen(what: Callable[[Claim], Claim]) -> None:
        def claim(pk: int, **words: Any) -> Claim | None:
            made = real(pk, **words)
            return made and what(made)

        monkeypatch.setattr(send, "claim", claim)

    return happen


def test_no_connection(application: Application, settings: LazySettings) -> None:
    with PushServer() as gone:
        settings.SANDBOX_URL = gone.url
    assert failure_of_send(application) == Failure.NO_CONNECTION


def test_claim_that_is_too_old(application: Application, settings: LazySettings) -> None:
    settings.START_GUARD = 0
    assert failure_of_send(application) == Failure.CLAIM_TOO_OLD


def test_window_that_ended(
    application: Application, between: Callable[[Callable[[Claim], Claim]], None]
) -> None:
    between(lambda made: replace(made, send_before=timezone.now()))
    assert failure_of_send(application) == Failure.WINDOW_OVER


def test_pause_at_the_last_moment(
    application: Application, between: Callable[[Callable[[Claim], Claim]], None]
) -> None:
    def pause(made: Claim) -> Claim:
        Pause.objects.create(reason="Incident")
        return made

    between(pause)
    assert failure_of_send(application) == Failure.PAUSED


def test_connection_that_was_closed(application: Application, server: PushServer) -> None:
    server.behave = lambda connection: connection.close()
    assert failure_of_send(application) == Failure.CLOSED


def test_sender_that_was_stopped(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr("campaigns.domain.provider.outcome.judge", stop)
    with pytest.raises(SystemExit):
        failure_of_send(application)
    assert Attempt.objects.get().failure == Failure.STOPPED


def test_claim_that_was_not_confirmed(shop: Application) -> None:
    claim = claimed(shop)
    record.undo(claim.attempt.request_id, "server closed the connection")
    assert Attempt.objects.get().failure == Failure.CLAIM_NOT_CONFIRMED


def test_sender_that_did_not_report(shop: Application) -> None:
    claim = claimed(shop)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        overdue.reap(claim.campaign_pk)
    assert Attempt.objects.get().failure == Failure.NO_REPORT


def test_late_answer_takes_the_failure_back(shop: Application) -> None:
    claim = claimed(shop)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        overdue.reap(claim.campaign_pk)
    record.record_verdict(claim.attempt, Verdict(Outcome.ACCEPTED, 200, "push"))
    assert Attempt.objects.get().failure == ""


def test_answer_of_the_provider_is_no_failure(application: Application) -> None:
    assert failure_of_send(application) == ""
