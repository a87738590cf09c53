"""What a host reports of itself: its clock beside the provider's, and why it refuses."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import time_machine
from django.utils import timezone

from campaigns.domain.workflow import Status
from campaigns.lib.i18n import english
from campaigns.models import Application, Campaign, Machine
from campaigns.sending import heartbeats, overdue, send
from campaigns.sending.host import readiness
from tests.factories import approved, make_campaign
from tests.push_server import ACCEPTED, PushServer
from tests.sending.claimed_campaigns import Set, shown


def dated(at: datetime) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nDate: {format_datetime(at, usegmt=True)}\r\n"
    return f"{head}Content-Length: {len(ACCEPTED)}\r\n\r\n".encode() + ACCEPTED


@pytest.mark.parametrize(("behind", "warns"), [(0, False), (300, True), (-300, True)])
def test_answer_s_date_feeds_the_gauge(
    application: Application, server: PushServer, behind: float, warns: bool
) -> None:
    heartbeats.note_tick()
    heartbeats.note_sender()
    server.reply = dated(datetime.now(UTC) - timedelta(seconds=behind))
    send.send(approved(make_campaign(application)).pk)
    assert Campaign.objects.get().status == Status.SENT
    assert Machine.objects.get().ahead_of_provider == pytest.approx(behind, abs=2)
    said = [english(text) for text in readiness.warnings(timezone.now())]
    assert ["Set the clock" in text for text in said] == [True] * warns


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 23 Nov 2026 12:00:00 -0000", "1 Jan 0000"])
def test_date_that_is_none_is_left_alone(
    application: Application, server: PushServer, date: str
) -> None:
    head = f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: {len(ACCEPTED)}\r\n\r\n"
    server.reply = head.encode() + ACCEPTED
    send.send(approved(make_campaign(application)).pk)
    assert Campaign.objects.get().status == Status.SENT
    assert not Machine.objects.filter(ahead_of_provider__isnull=False).exists()


def test_machine_that_is_right_again_holds_nothing(application: Application, differ: Set) -> None:
    campaign = approved(make_campaign(application))
    differ(45)
    readiness.report(readiness.fault())
    assert shown(campaign) != ""
    differ(0)
    readiness.report(readiness.fault())
    assert shown(campaign) == ""


def test_fault_that_is_not_reported_any_more_holds_nothing(
    application: Application, differ: Set
) -> None:
    campaign = approved(make_campaign(application))
    differ(45)
    readiness.report(readiness.fault())
    Machine.objects.update(seen=timezone.now() - timedelta(seconds=61))
    assert shown(campaign) == ""


def test_machine_that_is_gone_is_forgotten_after_a_day(transactional_db: None) -> None:
    Machine.objects.create(name="gone", seen=timezone.now() - timedelta(days=2))
    readiness.report(None)
    assert not Machine.objects.filter(name="gone").exists()


def test_missed_campaign_says_which_machine_refused(application: Application, differ: Set) -> None:
    campaign = approved(make_campaign(application))
    differ(45)
    send.send(campaign.pk)
    differ(0)
    with time_machine.travel(timezone.now() + timedelta(hours=4, seconds=1)):
        Machine.objects.update(seen=timezone.now())
        overdue.miss(campaign.pk)
    assert Campaign.objects.get().status == Status.MISSED
    assert "clock" in campaign.events.get(verb="miss").comment
