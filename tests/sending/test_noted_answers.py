"""Noted answers: the database is away, or the process ends, and the truth is recorded later."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import Error, OperationalError, connections
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.domain.provider.outcome import Verdict
from campaigns.lib import retry
from campaigns.models import Application, Attempt, Campaign, Event
from campaigns.provider.connection import ProviderAnswer
from campaigns.sending import noted_answers, overdue, record, resolution, send, tick
from campaigns.sending.claim import Claim
from campaigns.sending.host import answer_log, restore_guard
from tests.factories import SECRET, approved, make_campaign, user
from tests.push_server import PushServer, answer
from tests.sending.claimed_campaigns import ACCEPTED, NOT_SENT, REFUSED, campaign_of, claimed

ANSWER = ProviderAnswer(200, b'{"code":200,"id":"push-1"}', complete=True)


@pytest.fixture(autouse=True)
def _short(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "AGAIN_AFTER", (0, 0))


def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be recorded from now on."""

    def fail(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(record, "record_verdict", fail)


@pytest.fixture
def lost(
    application: Application, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> Callable[[bytes], Campaign]:
    """Sends a campaign that is answered so, while the database is away after the POST."""

    def lose(reply: bytes = answer()) -> Campaign:
        server.reply = reply
        campaign = approved(make_campaign(application))
        with monkeypatch.context() as patch:
            away(patch)
            with pytest.raises(Error):
                send.send(campaign.pk)
        assert Campaign.objects.get(pk=campaign.pk).status == "sending"
        return campaign

    return lose


@pytest.mark.parametrize(
    ("reply", "status", "outcome"),
    [
        (answer(), "sent", "accepted"),
        (answer(b'{"code":1002,"errorMessage":"bad"}', "400 Bad Request"), "refused", "refused"),
        (answer(b'{"code":1008}', "429 Too Many"), "refused", "refused_quota"),
        (b"garbage\r\n\r\n", "unknown", "unknown"),
    ],
)
@pytest.mark.parametrize("is_reaped", [False, True])
def test_the_next_heartbeat_records_what_was_noted(
    lost: Callable[[bytes], Campaign], reply: bytes, status: str, outcome: str, is_reaped: bool
) -> None:
    campaign = lost(reply)
    if is_reaped:
        Campaign.objects.update(status_since=timezone.now() - timedelta(seconds=121))
        overdue.reap(campaign.pk)
        assert Campaign.objects.get(pk=campaign.pk).status == "unknown"
    tick.tick(lambda pk: None)
    attempt = Attempt.objects.get()
    assert (Campaign.objects.get(pk=campaign.pk).status, attempt.outcome) == (status, outcome)
    if outcome == "accepted":
        assert (attempt.push_id, attempt.http_status) == ("50whSR6kQiHb7YgFwQzXIb", 200)
    assert answer_log.lines() == []


def test_a_noted_answer_is_recorded_before_the_reaper_looks(
    lost: Callable[[bytes], Campaign],
) -> None:
    campaign = lost(answer())
    Campaign.objects.update(status_since=timezone.now() - timedelta(seconds=500))
    tick.tick(lambda pk: None)
    assert Campaign.objects.get(pk=campaign.pk).status == "sent"
    assert not Event.objects.filter(verb="reap").exists()


def test_what_is_noted_holds_neither_content_nor_secret(lost: Callable[[bytes], Campaign]) -> None:
    campaign = lost(answer())
    raw = answer_log.path().read_text()
    found = json.loads(raw)
    attempt = Attempt.objects.get()
    assert found == {
        "attempt": attempt.pk,
        "request_id": attempt.request_id,
        "installation": restore_guard.this_installation().uuid.hex,
        "outcome": "accepted",
        "code": 200,
        "push_id": "50whSR6kQiHb7YgFwQzXIb",
        "http_status": 200,
        "failure": "",
        "error": "",
        "at": found["at"],
    }
    for word in (SECRET, campaign.alert, campaign.title or "x" * 99):
        assert word not in raw


def test_what_is_recorded_at_once_leaves_no_line(
    application: Application, server: PushServer
) -> None:
    send.send(approved(make_campaign(application)).pk)
    assert answer_log.path().read_bytes() == b""


@pytest.mark.parametrize("verdict", [ACCEPTED, REFUSED, NOT_SENT], ids=lambda v: v.outcome)
@pytest.mark.parametrize("arrived", [True, False])
def test_a_persons_decision_stays_and_the_evidence_is_noted_once(
    shop: Application, verdict: Verdict, arrived: bool
) -> None:
    claim = claimed(shop)
    note(claim, verdict)
    Campaign.objects.update(status_since=timezone.now() - timedelta(seconds=121))
    overdue.reap(claim.campaign_pk)
    resolution.resolve(
        claim.campaign_pk,
        Actor(user("otto", roles.OPERATOR)),
        arrived=arrived,
        push_id="seen",
        comment="Looked it up.",
    )
    for _ in range(2):
        noted_answers.settle()
    assert campaign_of(claim).status == ("sent" if arrived else "refused")
    assert Event.objects.filter(verb="late-evidence").count() == 1
    assert answer_log.lines() == []


def note(claim: Claim, verdict: Verdict) -> None:
    noted_answers.note(claim.attempt.request_id, verdict, ANSWER, attempt=claim.attempt.pk)


def test_not_sent_is_tried_again_after_it_was_noted(shop: Application) -> None:
    claim = claimed(shop)
    note(claim, NOT_SENT)
    noted_answers.settle()
    assert (campaign_of(claim).status, Attempt.objects.get().outcome) == ("approved", "not_sent")


def test_what_the_database_has_is_dropped_and_changes_nothing(shop: Application) -> None:
    claim = claimed(shop)
    record.record_verdict(claim.attempt, ACCEPTED)
    note(claim, REFUSED)
    events = Event.objects.count()
    noted_answers.settle()
    assert (campaign_of(claim).status, Event.objects.count()) == ("sent", events)
    assert answer_log.lines() == []


def test_a_line_of_another_database_is_kept_and_recorded_nowhere(shop: Application) -> None:
    claim = claimed(shop)
    note(claim, ACCEPTED)
    (line,) = answer_log.lines()
    answer_log.drop({line})
    others = [
        replace(line, request_id="0" * 32),
        replace(line, attempt=line.attempt + 1),
        replace(line, installation="0" * 32),
    ]
    for other in others:
        answer_log.append(other)
    noted_answers.settle()
    assert (campaign_of(claim).status, answer_log.lines()) == ("sending", others)


def test_a_line_of_a_newer_release_is_kept(shop: Application) -> None:
    claim = claimed(shop)
    note(claim, ACCEPTED)
    (line,) = answer_log.lines()
    answer_log.drop({line})
    newer = replace(line, outcome="delivered")
    answer_log.append(newer)
    noted_answers.settle()
    assert (campaign_of(claim).status, answer_log.lines()) == ("sending", [newer])


@pytest.mark.parametrize("kind", [OSError, BlockingIOError])
def test_a_full_disk_loses_no_verdict(
    application: Application,
    server: PushServer,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[OSError],
) -> None:
    def full(*_: object) -> None:
        raise kind(28, "No space left on device")

    monkeypatch.setattr(answer_log, "append", full)
    campaign = approved(make_campaign(application))
    send.send(campaign.pk)
    assert Campaign.objects.get(pk=campaign.pk).status == "sent"


def test_settle_raises_nothing_while_the_database_is_away(
    shop: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claimed(shop)
    note(claim, ACCEPTED)
    with monkeypatch.context() as patch:
        away(patch)
        patch.setattr(connections["default"], "close", lambda: None)
        noted_answers.settle()
    assert len(answer_log.lines()) == 1
    noted_answers.settle()
    assert campaign_of(claim).status == "sent"


def test_a_stopping_process_waits_only_for_what_is_not_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retry, "AGAIN_AFTER", (0.01,) * 5)
    monkeypatch.setattr("campaigns.lib.retry.connection.close", lambda: None)
    retry.stopping.set()
    try:
        assert (tries(is_noted=True), tries(is_noted=False)) == (1, 6)
    finally:
        retry.stopping.clear()


def tries(*, is_noted: bool) -> int:
    made = []

    def write() -> None:
        made.append(1)
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        retry.persist(write, "what", is_noted=is_noted)
    return len(made)


def test_a_claim_that_was_not_confirmed_is_closed_by_its_request_id(shop: Application) -> None:
    claim = claimed(shop)
    noted_answers.note(claim.attempt.request_id, record.unconfirmed("COMMIT raised"))
    noted_answers.settle()
    attempt = Attempt.objects.get()
    assert (campaign_of(claim).status, attempt.failure) == ("approved", "claim_not_confirmed")
    assert answer_log.lines() == []


def test_a_claim_that_never_was_is_looked_for_a_while(shop: Application) -> None:
    noted_answers.note("f" * 32, record.unconfirmed("COMMIT raised"))
    noted_answers.settle()
    assert len(answer_log.lines()) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        noted_answers.settle()
    assert answer_log.lines() == []


def test_nothing_noted_costs_no_query(shop: Application, django_assert_num_queries: Any) -> None:
    answer_log.path().touch()
    with django_assert_num_queries(0):
        noted_answers.settle()


def test_unknown_is_for_what_nobody_noted(shop: Application) -> None:
    claim = claimed(shop)
    Campaign.objects.update(status_since=timezone.now() - timedelta(seconds=121))
    overdue.reap(claim.campaign_pk)
    noted_answers.settle()
    assert campaign_of(claim).status == "unknown"
