"""One approved campaign over real HTTP: what left, and what was written down."""

import socket
import time
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.domain.provider import signature
from campaigns.domain.workflow import Status
from campaigns.lib.encryption import seal
from campaigns.models import Application, Attempt, Campaign, Event
from campaigns.sending import holds, send
from tests.factories import SECRET, approved, make_campaign
from tests.push_server import PushServer, answer


def sent(application: Application) -> Campaign:
    campaign = approved(make_campaign(application))
    send.send(campaign.pk)
    campaign.refresh_from_db()
    return campaign


def test_accepted_campaign_is_sent_with_its_push_id(application: Application) -> None:
    campaign = sent(application)
    attempt = Attempt.objects.get()
    assert (campaign.status, attempt.outcome, attempt.push_id, attempt.http_status) == (
        Status.SENT,
        "accepted",
        "50whSR6kQiHb7YgFwQzXIb",
        200,
    )


def test_approved_bytes_are_what_leaves(application: Application, server: PushServer) -> None:
    campaign = sent(application)
    assert campaign.submission is not None
    assert [r.body for r in server.requests] == [campaign.submission.body_bytes]


def test_request_is_a_post_to_push_json(application: Application, server: PushServer) -> None:
    sent(application)
    assert server.requests[0].line == "POST /push.json HTTP/1.1"


def test_headers_are_signed_with_the_secret(application: Application, server: PushServer) -> None:
    sent(application)
    headers = server.requests[0].headers
    expected = signature.sign(SECRET, headers["nonce"], headers["timestamp"])
    assert (headers["app-key"], headers["signature"]) == (application.app_key, expected)


def test_request_id_is_the_attempts(application: Application, server: PushServer) -> None:
    sent(application)
    assert server.requests[0].headers["x-request-id"] == Attempt.objects.get().request_id


def test_second_send_of_the_same_campaign_posts_nothing(
    application: Application, server: PushServer
) -> None:
    campaign = sent(application)
    send.send(campaign.pk)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "status", "outcome"),
    [
        (answer(b'{"code":1002,"errorMessage":"bad"}', "400 Bad Request"), "refused", "refused"),
        (answer(b'{"code":1008}', "429 Too Many"), "refused", "refused_quota"),
        (answer(b"<html>", "502 Bad Gateway"), "unknown", "unknown"),
        (answer(b'{"code":200}'), "unknown", "unknown"),
        (b"garbage\r\n\r\n", "unknown", "unknown"),
        (b"", "unknown", "unknown"),
    ],
)
def test_answer_decides_the_state(
    application: Application, server: PushServer, reply: bytes, status: str, outcome: str
) -> None:
    server.reply = reply
    assert (sent(application).status, Attempt.objects.get().outcome) == (status, outcome)


def test_unknown_is_never_sent_again(application: Application, server: PushServer) -> None:
    server.reply = b""
    campaign = sent(application)
    send.send(campaign.pk)
    assert len(server.requests) == 1


def test_refused_connection_is_not_sent_and_tried_later(
    application: Application, settings: LazySettings
) -> None:
    settings.SANDBOX_URL = f"http://127.0.0.1:{_closed_port()}"
    campaign = sent(application)
    attempt = Attempt.objects.get()
    assert (campaign.status, attempt.outcome) == (Status.APPROVED, "not_sent")
    assert campaign.next_try_at is not None
    assert campaign.next_try_at > timezone.now() + timedelta(seconds=3)


def test_guard_stops_a_claim_that_is_too_old(
    application: Application, server: PushServer, settings: LazySettings
) -> None:
    settings.START_GUARD = 0
    assert sent(application).status == Status.APPROVED
    assert (server.requests, Attempt.objects.get().outcome) == ([], "not_sent")


def test_dripping_answer_ends_at_the_deadline(
    application: Application, server: PushServer, settings: LazySettings
) -> None:
    settings.POST_DEADLINE = 0.5
    server.behave = _drip
    assert sent(application).status == Status.UNKNOWN
    assert "200" in str(Attempt.objects.get().http_status)


def test_second_campaign_over_the_quota_waits(application: Application, server: PushServer) -> None:
    for name in ("one", "two"):
        sent(application).name = name
    Application.objects.update(per_hour=9, per_day=9)
    third = approved(make_campaign(application))
    Application.objects.update(per_hour=2)
    send.send(third.pk)
    third.refresh_from_db()
    assert (len(server.requests), third.status) == (2, Status.APPROVED)


def test_reviewer_who_lost_the_right_voids_the_approval(
    application: Application, server: PushServer
) -> None:
    campaign = approved(make_campaign(application))
    User.objects.filter(username="rita").update(is_active=False)
    send.send(campaign.pk)
    campaign.refresh_from_db()
    assert (campaign.status, server.requests) == (Status.IN_REVIEW, [])


def test_wrong_key_answer_pauses_the_application(
    application: Application, server: PushServer
) -> None:
    server.reply = answer(b'{"code":1004,"errorMessage":"signature"}', "401 Unauthorized")
    sent(application)
    application.refresh_from_db()
    assert application.is_paused(timezone.now())


def test_every_step_is_an_event(application: Application) -> None:
    campaign = sent(application)
    assert list(Event.objects.filter(campaign=campaign).values_list("verb", flat=True)) == [
        "create",
        "submit",
        "approve",
        "claim",
        "record",
    ]


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(50):
        connection.sendall(b"x")
        time.sleep(0.1)


def test_a_secret_of_another_key_holds_the_send_and_raises_nothing(
    application: Application, server: PushServer
) -> None:
    campaign = approved(make_campaign(application))
    Application.objects.update(app_secret_sealed=seal(SECRET, owner="another-key"))
    send.send(campaign.pk)
    campaign.refresh_from_db()
    assert campaign.status == Status.APPROVED
    assert holds.binding(campaign, timezone.now()) is not None
    assert server.requests == []
