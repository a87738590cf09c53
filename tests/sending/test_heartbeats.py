"""A tick or a sender that has stopped holds every due campaign, whatever stopped it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.db.models import F
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.domain.workflow import Status
from campaigns.lib.i18n import english
from campaigns.models import Application, Campaign, Heartbeat, Machine
from campaigns.sending import heartbeats as sending_heartbeats
from campaigns.sending import hold_summaries, holds, overdue, sender_pulse
from campaigns.sending import tick as sending_tick
from campaigns.sending.host import readiness
from tests.factories import approved, make_campaign
from tests.sending.claimed_campaigns import Set, due_since, shown

TICK, SENDERS = "nothing has ticked", "no sender has taken up"


def old(tick: float | None = None, senders: float | None = None) -> None:
    """Heartbeats of so many seconds ago; None leaves one as it is."""
    moments: dict[str, Any] = {"at": tick, "senders_at": senders}
    for column, age in moments.items():
        if age is not None:
            Heartbeat.objects.update(**{column: Now() - timedelta(seconds=age)})


@pytest.fixture
def beating(db: None) -> None:
    sending_heartbeats.note_tick()
    sending_heartbeats.note_sender()


@pytest.fixture
def late(shop: Application, beating: None) -> Campaign:
    """Due a minute ago, held by no rule, and nothing has sent it."""
    return due_since(shop, 1)


def listed(campaign: Campaign) -> str:
    """What a list says."""
    now = timezone.now()
    row = Campaign.objects.select_related("application").get(pk=campaign.pk)
    hold = hold_summaries.first_holds([row], now).get(campaign.pk)
    return english(hold.reason) if hold else ""


def everywhere(campaign: Campaign) -> set[str]:
    """What a list, the command line and the campaign's page say."""
    row = Campaign.objects.get(pk=campaign.pk)
    page = [english(hold.reason) for hold in holds.every(row, timezone.now())]
    return {listed(campaign), shown(campaign), *(page or [""])}


def test_with_both_heartbeats_it_waits_for_a_sender(late: Campaign) -> None:
    """A campaign that is late never shows nothing: there is a rush, or sends that hang."""
    old(tick=13, senders=13)
    assert everywhere(late) == {
        "No sender was free for it yet: start more push workers if that lasts."
    }
    assert readiness.warnings(timezone.now()) == []


@pytest.mark.parametrize(
    ("ages", "says"),
    [
        ({"tick": 17}, TICK),
        ({"senders": 17}, SENDERS),
        ({"tick": 17, "senders": 17}, TICK),
        ({"tick": 86_400}, TICK),
    ],
)
def test_a_heartbeat_that_has_stopped_is_said_everywhere(
    late: Campaign, ages: dict[str, float], says: str
) -> None:
    old(**ages)
    (told,) = everywhere(late)
    assert says in told
    assert "look at the broker" in told
    assert "UTC" in told
    assert [english(text) for text in readiness.warnings(timezone.now())] == [told]


def test_before_the_first_tick_it_is_said_too(late: Campaign) -> None:
    Heartbeat.objects.all().delete()
    (told,) = everywhere(late)
    assert "nothing has ticked yet" in told


def test_before_the_first_message_it_is_said_too(late: Campaign) -> None:
    Heartbeat.objects.update(senders_at=None)
    (told,) = everywhere(late)
    assert "no sender has taken up anything yet" in told


def test_what_is_not_due_or_only_just_is_not_held(shop: Application, beating: None) -> None:
    old(tick=60)
    just = approved(make_campaign(shop))
    planned = approved(make_campaign(shop, send_at=timezone.now() + timedelta(hours=1)))
    Campaign.objects.filter(pk=just.pk).update(next_try_at=Now() - timedelta(seconds=13))
    assert everywhere(just) == {""}
    assert TICK not in shown(planned)
    Campaign.objects.filter(pk=just.pk).update(next_try_at=Now() - timedelta(seconds=17))
    assert TICK in shown(just)


def test_a_rule_and_a_fault_of_a_machine_come_first(late: Campaign) -> None:
    old(tick=60)
    Machine.objects.create(name="m1", seen=timezone.now(), fault={"msgid": "Broken.", "params": {}})
    assert shown(late) == listed(late) == "m1 sends nothing: Broken."
    row = Campaign.objects.get(pk=late.pk)
    every = [english(hold.reason) for hold in holds.every(row, timezone.now())]
    assert TICK in every[1]
    Application.objects.update(paused_reason="stock-taking")
    assert everywhere(late) == {"The application is paused: stock-taking"}


@pytest.mark.parametrize("hours", [-1, 1])
def test_the_reader_s_clock_says_nothing_about_a_heartbeat(late: Campaign, hours: int) -> None:
    """Ours is off by an hour; the database's is right."""
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        assert sending_heartbeats.read(timezone.now()).silences() == []
        old(tick=17)
        assert sending_heartbeats.read(timezone.now()).silences() != []
        sending_heartbeats.note_tick()
        sending_heartbeats.note_sender()
        assert sending_heartbeats.read(timezone.now()).silences() == []


def test_more_that_is_late_costs_a_list_no_more_queries(late: Campaign) -> None:
    old(tick=17)

    def queries() -> int:
        rows = list(Campaign.objects.select_related("application"))
        with CaptureQueriesContext(connection) as found:
            said = hold_summaries.first_holds(rows, timezone.now())
        assert len(said) == len(rows)
        return len(found)

    one = queries()
    Application.objects.update(per_hour=99, per_day=99)
    for _ in range(3):
        due_since(late.application, 1)
    assert queries() == one


def test_the_tick_asks_the_senders_at_each_heartbeat(shop: Application) -> None:
    asked: list[int] = []
    for _ in range(3):
        sending_tick.tick(lambda pk: None, lambda: asked.append(1))
    assert asked == [1]
    assert Heartbeat.objects.get().senders_at is None


def test_senders_that_cannot_be_asked_end_no_tick(shop: Application) -> None:
    def broker_is_away() -> None:
        raise ConnectionError

    sending_tick.tick(lambda pk: None, broker_is_away)
    assert Heartbeat.objects.exists()


@pytest.mark.parametrize("seconds", [-3_600, -40, 40, 3_600])
def test_a_tick_that_refuses_its_clock_is_none(late: Campaign, differ: Set, seconds: float) -> None:
    differ(seconds)
    old(tick=17)
    sending_tick.tick(lambda pk: None)
    every = [english(h.reason) for h in holds.every(late, timezone.now())]
    assert TICK in every[-1]


@pytest.mark.parametrize("seconds", [-40, 40])
def test_a_sender_that_refuses_its_clock_is_none(
    late: Campaign, differ: Set, seconds: float
) -> None:
    differ(seconds)
    old(senders=17)
    sender_pulse.note_taken()
    every = [english(h.reason) for h in holds.every(late, timezone.now())]
    assert SENDERS in every[-1]


def test_a_tick_that_fails_is_none(late: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("no such column")

    old(tick=17)
    monkeypatch.setattr(sending_tick, "look", fail)
    with pytest.raises(DatabaseError):
        sending_tick.tick(lambda pk: None)
    assert TICK in shown(late)


def test_what_was_missed_in_a_silence_says_so(late: Campaign) -> None:
    old(tick=17)
    with time_machine.travel(timezone.now() + timedelta(hours=4)):
        overdue.miss(late.pk)
    late.refresh_from_db()
    assert late.status == Status.MISSED
    assert TICK in late.events.get(verb="miss").comment


def test_one_process_writes_the_senders_heartbeat_every_two_seconds(
    beating: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def age() -> timedelta:
        return Heartbeat.objects.values_list(Now() - F("senders_at"), flat=True).get()

    old(senders=60)
    sender_pulse.note_taken()
    assert age() < timedelta(seconds=30)
    old(senders=60)
    sender_pulse.note_taken()
    assert age() > timedelta(seconds=30)
    later = sender_pulse.EVERY + 10**6
    monkeypatch.setattr("campaigns.sending.host.interval.monotonic", lambda: later)
    sender_pulse.note_taken()
    assert age() < timedelta(seconds=30)


def test_a_heartbeat_that_cannot_be_written_fails_no_send(
    beating: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(sending_heartbeats, "note_sender", fail)
    sender_pulse.note_taken()


def test_every_message_to_the_senders_is_their_heartbeat(
    beating: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from campaigns import tasks

    noted: list[int] = []
    monkeypatch.setattr(sender_pulse, "note_taken", lambda: noted.append(1))
    calls: list[Callable[[], object]] = [
        tasks.note_taken,
        lambda: tasks.send_campaign(0),
        lambda: tasks.rehearse(0),
        lambda: tasks.check_image("none"),
        lambda: tasks.check_key(0),
    ]
    for call in calls:
        call()
    assert len(noted) == len(calls)
