"""A dead data centre: tried until the window ends, primary and backup in turn; said how often."""

import json
import socket
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.domain.provider.data_centres import DataCentre
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.domain.translatable import Text
from campaigns.domain.workflow import Status
from campaigns.lib import i18n
from campaigns.management import output
from campaigns.models import Application, Attempt, Campaign, Event, RepeatedTries
from campaigns.sending import attempts, hold_summaries, overdue, record, send
from tests.factories import approved, make_campaign
from tests.push_server import PushServer
from tests.sending.claimed_campaigns import NOT_SENT, shown, try_to_claim


def fail(campaign: Campaign, why: str = "refused", host: str = "host") -> None:
    """One more try without a connection, when it is time for it."""
    Campaign.objects.filter(pk=campaign.pk).update(next_try_at=timezone.now())
    campaign.refresh_from_db()
    seen = campaign.next_try_at
    record.record_failed_connection(campaign.pk, f"{why} {_number()}", host, why, seen)


def _number() -> int:
    return Attempt.objects.count() + sum(row.count for row in RepeatedTries.objects.all())


def waited(campaign: Campaign) -> float:
    before = timezone.now()
    fail(campaign)
    campaign.refresh_from_db()
    assert campaign.next_try_at is not None
    return round((campaign.next_try_at - before).total_seconds())


def test_waits_grow_to_a_minute_and_it_stays_approved(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    assert [waited(campaign) for _ in range(7)] == [5, 15, 30, 60, 60, 60, 60]
    assert campaign.status == Status.APPROVED


def test_claimed_tries_that_did_not_leave_wait_the_same(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    waits = []
    for _ in range(6):
        claim = try_to_claim(campaign)
        assert claim is not None
        before = timezone.now()
        record.record_verdict(claim.attempt, NOT_SENT)
        campaign.refresh_from_db()
        assert campaign.next_try_at is not None
        waits.append(round((campaign.next_try_at - before).total_seconds()))
    assert (waits, campaign.status) == ([5, 15, 30, 60, 60, 60], Status.APPROVED)


def test_many_tries_are_counted_and_few_are_stored(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    for _ in range(attempts.STORED + 5):
        fail(campaign)
    assert Attempt.objects.count() == attempts.STORED
    assert RepeatedTries.objects.get().count == 5
    assert attempts.count_not_sent(campaign.submission_id) == attempts.STORED + 5
    with CaptureQueriesContext(connection) as few:
        fail(campaign)
    assert len(few) < 25  # however many there were
    claim = try_to_claim(campaign)
    assert claim is not None
    assert claim.attempt.number == attempts.STORED + 7


def test_a_number_never_grows_past_its_column(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    fail(campaign)
    assert campaign.submission is not None
    RepeatedTries.objects.create(
        submission=campaign.submission, count=10**6, last=timezone.now(), host="", error=""
    )
    claim = try_to_claim(campaign)
    assert claim is not None
    record.record_verdict(claim.attempt, NOT_SENT)
    assert try_to_claim(campaign) is not None


def test_what_it_waits_for_says_how_often_and_why(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    fail(campaign)
    assert shown(campaign).startswith(
        "1 try did not leave: No connection to RongCloud came about. The next one is at "
    )
    for _ in range(attempts.STORED + 1):
        fail(campaign)
    assert shown(campaign).startswith("12 tries did not leave: No connection to RongCloud")
    now = timezone.now()
    told = output.campaign_details(Campaign.objects.get(pk=campaign.pk), now)
    assert told["hold"]["reason"] == shown(campaign)
    assert [row["number"] for row in told["attempts"]] == list(range(1, attempts.STORED + 1))
    json.dumps(told)


def test_the_last_reason_is_said(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    for _ in range(attempts.STORED + 1):
        fail(campaign)
    claim = try_to_claim(campaign)
    assert claim is not None
    too_old = Verdict(Outcome.NOT_SENT, error="x", failure=Failure.CLAIM_TOO_OLD)
    record.record_verdict(claim.attempt, too_old)
    assert "12 tries did not leave: The sender was held up" in shown(campaign)
    fail(campaign)
    assert "13 tries did not leave: No connection" in shown(campaign)


def test_a_reason_without_a_code_is_quoted(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    claim = try_to_claim(campaign)
    assert claim is not None
    record.record_verdict(claim.attempt, Verdict(Outcome.NOT_SENT, error="100% odd %(x)s"))
    assert "did not leave: 100% odd %(x)s" in shown(campaign)


def test_lists_say_the_same_in_one_query_more(shop: Application) -> None:
    campaigns = [approved(make_campaign(shop)) for _ in range(3)]
    now = timezone.now()
    Application.objects.update(per_hour=99, per_day=99)
    shop.refresh_from_db()

    def queries() -> int:
        rows = list(Campaign.objects.select_related("application", "submission"))
        with CaptureQueriesContext(connection) as found:
            firsts = hold_summaries.first_holds(rows, now)
        said.append([i18n.english(hold.reason) for hold in firsts.values()])
        return len(found)

    said: list[list[str]] = []
    none = queries()
    for campaign in campaigns:
        fail(campaign)
    assert queries() == none + 1
    assert [line[:21] for line in said[-1]] == ["1 try did not leave: "] * 3


def test_a_missed_one_says_how_often_it_was_tried(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    for _ in range(3):
        fail(campaign)
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        overdue.miss(campaign.pk)
    event = Event.objects.get(campaign=campaign, verb="miss")
    assert event.comment == "3 tries did not leave: No connection to RongCloud came about."


def test_two_senders_without_a_connection_note_one_try(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    for count in (1, attempts.STORED + 1):
        for _ in range(count - 1 - _number()):
            fail(campaign)
        Campaign.objects.filter(pk=campaign.pk).update(next_try_at=timezone.now())
        campaign.refresh_from_db()
        seen = campaign.next_try_at
        for request_id in (f"one {count}", f"two {count}"):
            record.record_failed_connection(campaign.pk, request_id, "host", "why", seen)
        assert _number() == count


def test_failed_connection_after_another_senders_claim_notes_nothing(shop: Application) -> None:
    campaign = approved(make_campaign(shop))
    claim = try_to_claim(campaign)
    assert claim is not None
    campaign.refresh_from_db()
    record.record_failed_connection(campaign.pk, "two", "host", "why", campaign.next_try_at)
    campaign.refresh_from_db()
    assert (campaign.status, Attempt.objects.count()) == (Status.SENDING, 1)


def test_primary_and_backup_take_turns_and_the_first_that_answers_sends(
    application: Application, server: PushServer, settings: LazySettings
) -> None:
    """Dead for longer than two minutes, of a window of thirty."""
    dead = [f"http://127.0.0.1:{closed_port()}" for _ in range(2)]
    settings.EXTRA_DATA_CENTRES = {"private": DataCentre("private", Text("private"), *dead)}
    Application.objects.update(data_centre="private")
    application.refresh_from_db()
    campaign = approved(make_campaign(application))
    for _ in range(attempts.STORED + 3):
        try_now(campaign)
    hosts = list(Attempt.objects.order_by("pk").values_list("host", flat=True))
    assert hosts == (dead * attempts.STORED)[: attempts.STORED]
    assert RepeatedTries.objects.get().host == dead[0]
    assert attempts.count_not_sent(campaign.submission_id) == attempts.STORED + 3
    settings.EXTRA_DATA_CENTRES = {
        "private": DataCentre("private", Text("private"), dead[0], server.url)
    }
    try_now(campaign)
    campaign.refresh_from_db()
    assert (campaign.status, len(server.requests)) == (Status.SENT, 1)


def try_now(campaign: Campaign) -> None:
    """As if its wait were over."""
    Campaign.objects.filter(pk=campaign.pk).update(next_try_at=timezone.now())
    send.send(campaign.pk)


@pytest.mark.parametrize("failures", [4, 40])
def test_it_is_missed_when_the_window_ends_and_not_before(shop: Application, failures: int) -> None:
    campaign = approved(make_campaign(shop))
    for _ in range(failures):
        fail(campaign)
    overdue.miss(campaign.pk)
    campaign.refresh_from_db()
    assert campaign.status == Status.APPROVED


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
