"""S33: the tick seals every event once, in order, and nobody waits for it."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.audit import seals as audit_seals
from campaigns.domain.audit import chain
from campaigns.domain.audit.chain import START
from campaigns.models import Application, Event, Seal
from campaigns.sending import tick
from campaigns.sending.host.interval import Interval
from campaigns.workflow.transitions import locked_campaign
from tests.audit.conftest import happened
from tests.factories import make_campaign
from tests.flushing import unguarded


@pytest.fixture
def beat() -> Callable[[], None]:
    """A tick on which the heartbeat is due; nothing else is."""
    tick.pulse.head_logged = timezone.now().date()

    def once() -> None:
        tick.pulse.beat = Interval(tick.HEARTBEAT_EVERY)
        tick.tick(lambda pk: None)

    return once


def sealed() -> list[int]:
    """Ids of events in the order of the chain, whose positions must have no gap."""
    seals = list(Seal.objects.all())
    assert [seal.position for seal in seals] == list(range(1, len(seals) + 1))
    return [seal.event_id for seal in seals]


def test_events_are_sealed_in_the_order_of_their_ids(shop: Application) -> None:
    pks = [happened().pk for _ in range(5)]
    assert (
        audit_seals.seal(limit=2),
        audit_seals.seal(limit=2),
        audit_seals.seal(),
        audit_seals.seal(),
    ) == (
        2,
        2,
        1,
        0,
    )
    assert sealed() == pks


def test_digests_are_those_of_the_chain_over_every_column(shop: Application) -> None:
    happened("first", shop)
    happened("第二", shop)
    audit_seals.seal()
    link = START
    for event in Event.objects.order_by("pk"):
        columns = {f.attname: getattr(event, f.attname) for f in Event._meta.concrete_fields}
        link = chain.next_link(link, columns)
    assert audit_seals.head() == link


def test_event_of_a_slow_transaction_is_sealed_later_with_its_low_id(shop: Application) -> None:
    slow = happened("slow")
    with unguarded():
        Event.objects.filter(pk=slow.pk).delete()
    fast = happened("fast")
    audit_seals.seal()
    slow.save(force_insert=True)
    assert audit_seals.seal(look_back=audit_seals.LOOK_BACK) == 1
    assert sealed() == [fast.pk, slow.pk]


def test_what_lies_far_back_is_found_by_the_daily_look(shop: Application) -> None:
    late = happened("late")
    with unguarded():
        Event.objects.filter(pk=late.pk).delete()
    last = Event.objects.create(
        pk=late.pk + audit_seals.LOOK_BACK + 1, at=timezone.now(), verb="edit"
    )
    audit_seals.seal()
    late.save(force_insert=True)
    audit_seals.seal_pending()
    assert sealed() == [last.pk]
    audit_seals.seal_pending(log_head=True)
    assert sealed() == [last.pk, late.pk]


def test_heartbeat_seals(shop: Application, beat: Callable[[], None]) -> None:
    event = happened()
    beat()
    assert sealed() == [event.pk]


def test_tick_between_heartbeats_does_not_look_for_events(
    shop: Application, beat: Callable[[], None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    beat()
    happened()
    with django_assert_num_queries(1):
        tick.tick(lambda pk: None)
    assert not Seal.objects.exists()


def test_flood_is_sealed_in_several_batches(
    shop: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_seals, "BATCH", 3)
    pks = [happened().pk for _ in range(8)]
    with monkeypatch.context() as hurry:
        hurry.setattr(audit_seals, "MAX_SECONDS", 0)
        audit_seals.seal_pending()
    assert sealed() == pks[:3]
    audit_seals.seal_pending()
    assert sealed() == pks


def test_failure_to_seal_stops_no_tick(
    shop: Application,
    beat: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    happened()

    def broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT") and "campaigns_seal" in sql:
            raise DatabaseError("disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        beat()
    assert "could not be sealed" in caplog.text
    beat()
    assert Seal.objects.exists()


def test_head_is_logged_at_the_start_and_once_a_day(
    shop: Application,
    beat: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    tick.pulse.start_afresh()
    happened()

    def logged() -> list[str]:
        return [r.getMessage() for r in caplog.records if r.name == "campaigns.audit"]

    with caplog.at_level(logging.INFO, "campaigns.audit"):
        beat()
        assert logged() == [f"Audit chain head: {audit_seals.head()}"]
        happened()
        beat()
        assert len(logged()) == 1
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
            beat()
        assert logged()[1:] == [f"Audit chain head: {audit_seals.head()}"]
    assert chain.parse_link(logged()[1].partition(": ")[2]) == audit_seals.head()


@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_time_make_one_chain() -> None:
    pks = [happened().pk for _ in range(400)]
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(50):
                audit_seals.seal(limit=10)
        except Exception as error:  # noqa: BLE001 (reported by the test)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while audit_seals.seal():
        pass
    assert (errors, sealed()) == ([], pks)


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_an_application_does_not_hold_up_the_sealing() -> None:
    """On SQLite one write waits for the other anyway; there only this direction can be tried."""
    campaign = make_campaign()
    done = threading.Event()

    def seal() -> None:
        audit_seals.seal()
        done.set()
        connections.close_all()

    other = threading.Thread(target=seal)
    if connection.vendor == "postgresql":
        with locked_campaign(campaign.pk):
            other.start()
            assert done.wait(10)
    else:
        other.start()
    other.join()
    assert Seal.objects.exists()
    with transaction.atomic():
        assert not audit_seals.seal()
