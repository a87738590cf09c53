"""Rehearsals over real HTTP send the exact bytes and change nothing."""

import hashlib
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from campaigns.access import Actor
from campaigns.composer import lifecycle, message_columns
from campaigns.domain.provider import signature
from campaigns.models import Application, Attempt, Campaign, Event
from campaigns.sandbox.models import Call
from campaigns.sandbox.population import seed_app
from campaigns.scheduling import quota
from tests import factories
from tests.composer.conftest import rehearsed
from tests.push_server import PushServer, answer


@pytest.mark.usefixtures("queue")
def test_the_very_body_reaches_the_sandbox_signed(draft: Campaign, server: PushServer) -> None:
    row = rehearsed(draft)
    [received] = server.requests
    assert received.body == message_columns.body(draft)
    assert row.body_digest == hashlib.sha256(received.body).hexdigest()
    assert received.headers["app-key"] == "key-sandbox"
    nonce, stamp = received.headers["nonce"], received.headers["timestamp"]
    assert received.headers["signature"] == signature.sign(factories.SECRET, nonce, stamp)
    assert (row.outcome, row.push_id, row.code, row.http_status) == (
        "accepted",
        "50whSR6kQiHb7YgFwQzXIb",
        200,
        200,
    )
    assert row.started
    assert row.finished


@pytest.mark.usefixtures("queue")
def test_nothing_of_the_campaign_or_its_quota_changes(draft: Campaign) -> None:
    rehearsed(draft)
    draft.refresh_from_db()
    assert (draft.status, draft.version, draft.submission) == ("draft", 1, None)
    assert not Attempt.objects.exists()
    for application in Application.objects.all():
        assert quota.ledger(application, timezone.now()).taken == []
    event = Event.objects.latest("pk")
    assert (event.verb, event.campaign, event.application) == (
        "rehearse",
        draft,
        draft.application,
    )


@pytest.mark.usefixtures("queue")
def test_what_was_submitted_is_rehearsed_as_it_was_frozen(
    draft: Campaign, server: PushServer
) -> None:
    factories.submitted(draft)
    Campaign.objects.update(title="Changed behind its back")
    submitted = Campaign.objects.get()
    rehearsed(submitted)
    assert submitted.submission is not None
    assert server.requests[0].body == submitted.submission.body_bytes


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer(b'{"code":1008,"errorMessage":"over"}', "429 Too Many"), "refused_quota"),
        (answer(b'{"code":1002,"errorMessage":"bad"}', "400 Bad Request"), "refused"),
        (answer(b"<html>", "502 Bad Gateway"), "unknown"),
        (answer(b'{"code":200}'), "unknown"),
        (b"", "unknown"),
    ],
)
def test_the_answer_is_judged_as_a_real_one(
    reply: bytes, outcome: str, draft: Campaign, server: PushServer
) -> None:
    server.reply = reply
    assert rehearsed(draft).outcome == outcome
    for application in Application.objects.all():
        assert application.paused_reason == ""


@pytest.mark.usefixtures("queue")
def test_a_sandbox_that_is_away_is_said(draft: Campaign, settings: LazySettings) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    row = rehearsed(draft)
    assert row.outcome == "not_sent"
    assert "Could not connect" in row.error


@pytest.mark.usefixtures("queue")
def test_a_rehearsed_draft_can_be_submitted(draft: Campaign) -> None:
    rehearsed(draft)
    assert lifecycle.submit(draft.pk, Actor(draft.author)).status == "in_review"


@pytest.mark.usefixtures("queue")
def test_the_own_sandbox_shows_it_on_its_phones(
    draft: Campaign, live_server: Any, settings: LazySettings, sandbox: Application
) -> None:
    settings.SANDBOX_URL = live_server.url
    app = seed_app("Sandbox", sandbox.app_key, factories.SECRET, 20, 50, users=30)
    row = rehearsed(draft)
    call = Call.objects.get(app=app)
    assert (row.outcome, row.push_id) == ("accepted", call.push_id)
    assert call.body == message_columns.body(draft).decode()
    assert call.deliveries.exists()
