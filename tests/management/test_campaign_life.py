"""`manage.py campaign`: a campaign's life from import to archive, by several people."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign, Pause
from tests.factories import approved, make_campaign
from tests.management.conftest import KEYS, Run, refused

pytestmark = pytest.mark.usefixtures("team")

BODY = {
    "platform": ["ios", "android"],
    "audience": {"tag": ["vip"], "is_to_all": False},
    "notification": {"title": "Sale", "alert": "Half price"},
}
EVERYONE: dict[str, Any] = {"audience_kind": "everyone", "audience_tag": []}


def start(run: Run) -> dict[str, Any]:
    raw = json.dumps(BODY).encode()
    return run(
        "campaign", "import", "-", "--application", "shop-key", "--as", "mia", stdin=raw
    ).json


def submit(run: Run, pk: int) -> str:
    """The digest to approve."""
    digest: str = run("campaign", "submit", pk, "--as", "mia").json["digest"]
    return digest


def test_a_reviewer_requests_changes(run: Run) -> None:
    shown = start(run)
    pk = shown["id"]
    assert (shown["status"], shown["digest"], shown["problems"]) == ("draft", None, [])
    submit(run, pk)
    refused(run("campaign", "approve", pk, "--as", "mia", "--digest", "x"), "Ask a reviewer")
    refused(run("campaign", "approve", pk, "--as", "rui", "--digest", "x"), "Read it again")
    refused(run("campaign", "request-changes", pk, "--as", "rui"), "comment: Write a reason")
    words = ("--as", "rui", "--comment", "Name the shop.")
    shown = run("campaign", "request-changes", pk, *words).json
    assert (shown["status"], shown["digest"]) == ("draft", None)
    (review,) = shown["reviews"]
    assert len(review.pop("digest")) == 64
    assert review.pop("created").endswith("Z")
    assert review == {
        "reviewer": "rui",
        "verdict": "request-changes",
        "comment": "Name the shop.",
        "checked": [],
        "solo": False,
    }


def test_what_was_approved_can_be_unscheduled(run: Run) -> None:
    pk = start(run)["id"]
    body = run("campaign", "payload", pk).out
    digest = submit(run, pk)
    shown = run("campaign", "approve", pk, "--as", "rui", "--digest", digest).json
    assert (shown["status"], shown["digest"], shown["hold"]) == ("approved", digest, None)
    assert shown["due_at"] <= shown["reviews"][-1]["created"] <= shown["send_before"]
    assert run("campaign", "payload", pk).out == body
    words = ("--as", "mia", "--comment", "Wrong day.")
    shown = run("campaign", "unschedule", pk, *words).json
    assert (shown["status"], shown["digest"], shown["due_at"]) == ("draft", None, None)
    event = shown["events"][-1]
    assert (event["from"], event["to"]) == ("approved", "draft")
    assert (event["comment"], event["digest"]) == ("Wrong day.", digest)


def test_every_step_is_an_event_with_its_actor(run: Run) -> None:
    pk = start(run)["id"]
    submit(run, pk)
    run("campaign", "withdraw", pk, "--as", "mia")
    run("campaign", "approve", pk, "--as", "rui", "--digest", submit(run, pk))
    run("campaign", "unschedule", pk, "--as", "rui")
    shown = run("campaign", "archive", pk, "--as", "mia").json
    assert shown["status"] == "archived"
    refused(run("campaign", "archive", pk, "--as", "mia"), "not in a state for this")
    assert [(event["verb"], event["actor"]) for event in shown["events"]] == [
        ("create", "mia"),
        ("submit", "mia"),
        ("withdraw", "mia"),
        ("submit", "mia"),
        ("approve", "rui"),
        ("unschedule", "rui"),
        ("archive", "mia"),
    ]
    assert all(event["os_user"] and event["at"].endswith("Z") for event in shown["events"])


def test_show_has_every_key_and_nothing_else(run: Run) -> None:
    result = run("campaign", "show", start(run)["id"])
    assert list(result.json) == KEYS
    assert result.out.count(b"\n") == 1


def test_show_names_problems_and_advice(run: Run) -> None:
    soon = timezone.now() + timedelta(hours=1)
    ended = soon - timedelta(hours=2)
    campaign = make_campaign(
        author=User.objects.get(username="mia"), title="x" * 51, send_at=soon, send_before=ended
    )
    shown = run("campaign", "show", campaign.pk).json
    assert {problem["field"] for problem in shown["problems"]} == {
        "notification.title",
        "send_before",
    }
    assert all(line.keys() == {"field", "text", "source", "as_of"} for line in shown["advice"])
    assert "notification.title" in {line["field"] for line in shown["advice"]}
    result = run("campaign", "submit", campaign.pk, "--as", "mia")
    assert result.code == 1
    assert [line.partition(": ")[0] for line in result.err.splitlines()] == [
        problem["field"] for problem in shown["problems"]
    ]


def test_a_push_to_everyone_needs_the_name_and_two_votes(run: Run) -> None:
    Application.objects.update(cool_down_minutes=10)
    pk = make_campaign(author=User.objects.get(username="mia"), **EVERYONE).pk
    refused(run("campaign", "submit", pk, "--as", "mia"), "confirm: Type the application's name")
    refused(run("campaign", "submit", pk, "--as", "mia", "--confirm", "shop"), "confirm: ")
    digest = run("campaign", "submit", pk, "--as", "mia", "--confirm", "Shop").json["digest"]
    approve = ("campaign", "approve", pk, "--digest", digest, "--as")
    assert run(*approve, "rui").json["status"] == "in_review"
    refused(run(*approve, "rui"), "Ask another reviewer")
    shown = run(*approve, "rosa").json
    assert shown["status"] == "approved"
    assert shown["hold"]["reason"].startswith("The cool-down for everyone lasts until ")
    assert shown["hold"]["until"] == shown["due_at"]


def test_a_hold_is_what_keeps_it_not_its_own_time(run: Run) -> None:
    campaign = approved(make_campaign(send_at=timezone.now() + timedelta(hours=1)))
    assert run("campaign", "show", campaign.pk).json["hold"] is None
    Pause.objects.create(reason="an outage")
    assert run("campaign", "show", campaign.pk).json["hold"] == {
        "reason": "All sending is paused: an outage",
        "until": None,
    }


def unknown(campaign: Campaign) -> Campaign:
    """Sent, and nobody knows what became of it."""
    now = timezone.now()
    assert campaign.submission is not None
    Attempt.objects.create(
        application=campaign.application,
        submission=campaign.submission,
        number=1,
        request_id="r1",
        started=now,
        finished=now,
        first_byte_left=True,
        outcome="unknown",
        error="The answer did not come.",
    )
    Campaign.objects.filter(pk=campaign.pk).update(status=Status.UNKNOWN)
    return campaign


def test_what_nobody_knows_is_decided_by_a_person_with_a_reason(run: Run) -> None:
    pk = unknown(approved(make_campaign())).pk
    resolve = ("campaign", "resolve", pk, "--comment", "Seen on a phone.", "--as")
    refused(run(*resolve, "mia", "--outcome", "sent"), "Ask a reviewer or an operator")
    refused(run(*resolve, "rui", "--outcome", "sent"), "push_id: Enter the push ID")
    shown = run(*resolve, "rui", "--outcome", "sent", "--push-id", "abc").json
    assert shown["status"] == "sent"
    attempt = shown["attempts"][0]
    assert attempt.pop("started") == attempt.pop("finished")
    assert attempt == {
        "number": 1,
        "outcome": "unknown",
        "http_status": None,
        "code": None,
        "push_id": "abc",
        "error": "The answer did not come.",
    }


def test_what_did_not_arrive_can_be_revised(run: Run) -> None:
    campaign = unknown(approved(make_campaign()))
    words = ("--as", "otto", "--outcome", "not-sent", "--comment", "Nobody got it.")
    assert run("campaign", "resolve", campaign.pk, *words).json["status"] == "refused"
    shown = run("campaign", "revise", campaign.pk, "--as", "maria").json
    assert (shown["status"], shown["digest"], len(shown["attempts"])) == ("draft", None, 1)


def test_people_talk_about_a_campaign(run: Run) -> None:
    pk = start(run)["id"]
    event = run("campaign", "comment", pk, "--as", "rui", "--comment", "Sunday?").json["events"][-1]
    assert (event["verb"], event["actor"], event["comment"]) == ("comment", "rui", "Sunday?")
    comment = ("campaign", "comment", pk, "--as")
    refused(run(*comment, "ada", "--comment", "Hello"), "Ask somebody who works on")
    refused(run(*comment, "rui", "--comment", " "), "comment: Write a comment")
    refused(run(*comment, "rui", "--comment", "x" * 2001), "comment: Shorten the comment")


def test_the_digest_is_the_statement_of_having_read_it(run: Run) -> None:
    pk = start(run)["id"]
    shown = run("campaign", "approve", pk, "--as", "rui", "--digest", submit(run, pk)).json
    assert shown["reviews"][0]["checked"] == ["content", "audience", "time"]
