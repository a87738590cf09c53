"""The upgrade: nothing is lost, the log holds, and what was approved leaves once."""

import hashlib

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from campaigns.audit import append_only, seals
from campaigns.domain.workflow import Status
from campaigns.models import Attempt, Campaign, Event, Submission, SubmissionVoter
from campaigns.sending import send
from campaigns.sending import tick as sending_tick
from tests.audit.refusing import execute, refused
from tests.canary import SECRET
from tests.push_server import PushServer, Received
from tests.upgrade.conftest import Before, command, counts, rows

pytestmark = pytest.mark.slow

FAILURES = {
    "Unknown: did not report back": ["no_report"],
    "Unknown: was stopped": ["stopped"],
    "Unknown: timed out": ["no_answer"],
    "Unknown: closed": ["closed"],
    "Unknown: reset": ["cut_off"],
    "Unknown: cut by us": ["deadline"],
    "Unknown: broken pipe": ["closed_early"],
    "Unknown: no HTTP": ["not_http"],
    "Sent at the second try": ["no_connection", ""],
    "Missed after five tries": [
        "claim_not_confirmed",
        "claim_too_old",
        "window_over",
        "paused",
        "",
    ],
}
"""Name of a campaign -> code of each of its attempts, the oldest first."""
DUE_NAME = "Approved and due"


def statuses() -> dict[str, str]:
    return dict(Campaign.objects.values_list("name", "status"))


def tick() -> None:
    sending_tick.tick(send.send)


def test_every_state_is_there_and_stays(before: Before) -> None:
    assert set(before.statuses.values()) == {status.value for status in Status}
    assert statuses() == before.statuses


def test_no_row_is_lost(before: Before) -> None:
    now = counts()
    assert {name: now.get(name) for name in before.counts} == before.counts


@pytest.mark.usefixtures("before")
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_audit_holds(before: Before) -> None:
    said = command("verify_audit", "--head", before.head)
    assert said["ok"]
    assert said["sealed"] > 200


@pytest.mark.usefixtures("before")
def test_what_was_approved_is_what_would_leave() -> None:
    submissions = list(Submission.objects.select_related("campaign__application"))
    assert submissions
    for submission in submissions:
        assert submission.digest_now(submission.campaign.application) == submission.digest


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.usefixtures("before")
def test_failed_attempts_have_their_code(name: str) -> None:
    attempts = Attempt.objects.filter(submission__campaign__name=name).order_by("pk")
    assert list(attempts.values_list("failure", flat=True)) == FAILURES[name]


@pytest.mark.usefixtures("before")
def test_answered_attempts_have_no_code() -> None:
    assert Attempt.objects.filter(http_status__isnull=False).exists()
    assert not Attempt.objects.exclude(failure="").filter(http_status__isnull=False).exists()


@pytest.mark.usefixtures("before")
def test_worker_of_the_release_before_still_writes_attempts() -> None:
    """Its INSERT names no column that came later."""
    columns = "number, request_id, host, started, first_byte_left, outcome, push_id, error, answer"
    values = "9, 'older', '', '2026-11-20 01:00:00+00:00', '0', 'not_sent', '', '', ''"
    execute(
        f"INSERT INTO campaigns_attempt ({columns}, application_id, submission_id)"  # noqa: S608 (our own words)
        f" SELECT {values}, application_id, submission_id FROM campaigns_attempt WHERE number = 2"
        " ORDER BY id LIMIT 1"
    )
    assert Attempt.objects.get(request_id="older").failure == ""


@pytest.mark.usefixtures("before")
def test_named_voters_are_rows() -> None:
    """The one who was deleted since is among them."""
    ids = {frozen.pk: frozen.voters for frozen in Submission.objects.all()}
    found: dict[int, list[int]] = {pk: [] for pk in ids}
    for row in SubmissionVoter.objects.order_by("submission", "user"):
        found[row.submission_id].append(row.user_id)
    assert found == {pk: voters or [] for pk, voters in ids.items()}
    assert sorted(voters for voters in found.values() if voters) == [[3, 4], [3, 4], [3, 4, 8]]
    assert not User.objects.filter(pk=8).exists()


CHANGES = {
    "campaigns_event": "comment = 'x'",
    "campaigns_seal": "digest = 'x'",
    "campaigns_submission": "digest = 'x'",
    "campaigns_submissionvoter": "user_id = 99",
    "campaigns_outsidesend": "note = 'x'",
    "campaigns_review": "digest = 'x'",
    "campaigns_attempt": "number = 99",
}
"""Table -> what nothing may write into a row of it."""


@pytest.mark.usefixtures("before")
def test_kept_tables_are_still_kept() -> None:
    assert {trigger.table for trigger in append_only.triggers(connection)} >= CHANGES.keys()
    assert append_only.missing(connection) == []


@pytest.mark.parametrize("table", CHANGES)
@pytest.mark.usefixtures("before")
def test_kept_rows_stay(table: str) -> None:
    found = rows(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 (our own name)
    assert found
    for statement in (f"UPDATE {table} SET {CHANGES[table]}", f"DELETE FROM {table}"):  # noqa: S608
        with refused():
            execute(statement)
    assert rows(f"SELECT * FROM {table} ORDER BY 1") == found  # noqa: S608 (likewise)


@pytest.mark.usefixtures("before")
def test_known_outcome_stays() -> None:
    with refused():
        execute("UPDATE campaigns_attempt SET outcome = 'not_sent' WHERE outcome = 'accepted'")


def test_approved_campaign_is_sent_once(before: Before, settings: LazySettings) -> None:
    with PushServer() as server:
        settings.SANDBOX_URL = server.url
        tick()
        assert server.requests == []
        assert command("dispatch", "--adopt")["why"] == "its database is not where it was."
        tick()
        assert server.requests == []
        command("dispatch", "--resume")
        tick()
        tick()
    (request,) = server.requests
    _is_signed(request)
    _is_recorded(request)
    expected = {DUE_NAME: Status.SENT, "Sending, its sender is gone": Status.UNKNOWN}
    assert statuses() == before.statuses | expected
    seals.seal_pending()
    assert command("verify_audit", "--head", before.head)["unsealed"] == 0


def _is_signed(request: Received) -> None:
    """By the secret that was stored, under the key of then."""
    headers = request.headers
    signed = SECRET + headers["nonce"] + headers["timestamp"]
    assert headers["app-key"] == "bakery-key"
    assert headers["signature"] == hashlib.sha1(signed.encode()).hexdigest()  # noqa: S324


def _is_recorded(request: Received) -> None:
    campaign = Campaign.objects.get(name=DUE_NAME)
    assert campaign.submission is not None
    assert request.body == campaign.submission.body_bytes
    attempt = Attempt.objects.get(submission=campaign.submission)
    assert (attempt.outcome, attempt.number, attempt.code) == ("accepted", 1, 200)
    assert attempt.request_id == request.headers["x-request-id"]
    assert attempt.push_id == "50whSR6kQiHb7YgFwQzXIb"
    verbs = Event.objects.filter(campaign=campaign).values_list("verb", flat=True)
    assert list(verbs) == ["create", "submit", "vote", "approve", "claim", "record"]
