"""What a tick picks up, and what it leaves."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns import tasks
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Heartbeat
from campaigns.sending import send
from campaigns.sending import tick as sending_tick
from campaigns.sending.host.interval import Interval
from tests.factories import approved, make_campaign, submitted
from tests.push_server import PushServer
from tests.sending.claimed_campaigns import QUOTA_OF_NOBODY, claimed, due_since


@pytest.fixture(autouse=True)
def _heart_has_beaten(settings: LazySettings) -> None:
    settings.MAX_CLOCK_SKEW = 10**9  # whoever travels in time leaves the database behind
    sending_tick.pulse.beat.restart()


@pytest.fixture
def tick() -> Callable[[], list[int]]:
    """One tick; returns what it enqueued."""

    def once() -> list[int]:
        enqueued: list[int] = []
        sending_tick.tick(enqueued.append)
        return enqueued

    return once


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds))


def test_idle_tick_is_one_query(
    shop: Application,
    tick: Callable[[], list[int]],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_campaign(shop)
    with django_assert_num_queries(1):
        assert tick() == []


def test_campaign_is_enqueued_within_two_seconds_of_its_time(
    shop: Application, tick: Callable[[], list[int]]
) -> None:
    campaign = approved(make_campaign(shop, send_at=timezone.now() + timedelta(minutes=5)))
    with later(290):
        assert tick() == []
    with later(299):
        assert tick() == [campaign.pk]


def test_oldest_due_campaign_is_enqueued_first(
    shop: Application, tick: Callable[[], list[int]]
) -> None:
    Application.objects.update(**QUOTA_OF_NOBODY)
    shop.refresh_from_db()
    younger, older = due_since(shop, 1), due_since(shop, 2)
    assert tick() == [older.pk, younger.pk]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_only_what_is_approved_is_enqueued(
    shop: Application, tick: Callable[[], list[int]], status: Status
) -> None:
    approved(make_campaign(shop))
    Campaign.objects.update(status=status)
    assert tick() == []
    assert Campaign.objects.get().status == status


def test_claim_without_an_outcome_is_reaped_after_its_time(
    shop: Application, tick: Callable[[], list[int]]
) -> None:
    claimed(shop)
    with later(119):
        tick()
        assert Campaign.objects.get().status == Status.SENDING
    with later(121):
        tick()
        assert Campaign.objects.get().status == Status.UNKNOWN


@pytest.mark.parametrize("make", [submitted, approved])
def test_window_that_is_over_is_missed(
    shop: Application, tick: Callable[[], list[int]], make: Callable[[Campaign], Campaign]
) -> None:
    make(make_campaign(shop))
    with later(4 * 3600 + 1):
        assert tick() == []
    assert Campaign.objects.get().status == Status.MISSED


def test_wrong_clock_sends_nothing_and_misses_nothing(
    shop: Application, tick: Callable[[], list[int]]
) -> None:
    approved(make_campaign(shop))
    sending_tick.pulse.clock_is_right = False
    with later(5 * 3600):
        assert tick() == []
    assert Campaign.objects.get().status == Status.APPROVED


def test_clock_is_compared_with_the_databases_at_each_heartbeat(
    shop: Application,
    tick: Callable[[], list[int]],
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
) -> None:
    settings.MAX_CLOCK_SKEW = 30
    approved(make_campaign(shop))
    monkeypatch.setattr(
        "campaigns.sending.host.clock.ahead_of_database", lambda: timedelta(seconds=31)
    )
    assert len(tick()) == 1
    sending_tick.pulse.start_afresh()
    assert tick() == []


def test_heart_beats_every_ten_seconds(
    shop: Application, tick: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tick()
    assert not Heartbeat.objects.exists()
    ten_seconds_later = time.monotonic() + 10
    monkeypatch.setattr("campaigns.sending.host.interval.monotonic", lambda: ten_seconds_later)
    tick()
    assert Heartbeat.objects.count() == 1


def test_two_ticks_and_a_repeated_message_send_once(
    application: Application, server: PushServer
) -> None:
    campaign = approved(make_campaign(application))
    for _ in range(2):
        sending_tick.tick(send.send)
    for _ in range(3):
        send.send(campaign.pk)
    assert len(server.requests) == 1


def test_held_campaign_opens_no_connection(application: Application, server: PushServer) -> None:
    approved(make_campaign(application))
    Application.objects.update(paused_reason="Incident")
    sending_tick.tick(send.send)
    assert (server.requests, Campaign.objects.get().status) == ([], Status.APPROVED)


def test_ticks_that_waited_are_worth_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 of them, when a worker comes back; they are told apart by its own steady clock."""
    seconds, looked = [1_000.0], list[float]()
    monkeypatch.setattr("campaigns.sending.host.interval.monotonic", lambda: seconds[0])
    monkeypatch.setattr(tasks, "tick", lambda *_: looked.append(seconds[0]))
    monkeypatch.setattr(tasks, "ticks", Interval(tasks.ticks.seconds))
    for _ in range(20_000):
        tasks.run_tick()
        seconds[0] += 0.001
    assert len(looked) == pytest.approx(40, abs=1)


def test_a_tick_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    seconds = [1_000.0]
    monkeypatch.setattr("campaigns.sending.host.interval.monotonic", lambda: seconds[0])
    monkeypatch.setattr(tasks, "tick", fail)
    monkeypatch.setattr(tasks, "ticks", Interval(tasks.ticks.seconds))
    for _ in range(3):
        with pytest.raises(ValueError):  # noqa: PT011 (its own)
            tasks.run_tick()
        tasks.run_tick()
        seconds[0] += 1
