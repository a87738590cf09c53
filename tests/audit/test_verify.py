"""`verify_audit` finds a changed byte, a removed row and a cut tail, and names them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from campaigns.audit import seals, verify
from campaigns.domain.audit import chain
from campaigns.models import Application, Event, Seal
from tests.audit.conftest import happened
from tests.flushing import unguarded
from tests.management.conftest import Result, Run, run  # noqa: F401 (a fixture)


@pytest.fixture
def events(shop: Application) -> list[Event]:
    made = [happened(f"event {number}", shop) for number in range(5)]
    seals.seal()
    return made


@pytest.fixture
def faults(run: Run) -> Callable[..., list[tuple[str, int | None, int | None]]]:  # noqa: F811
    """What verify_audit says: kind, position and event of each fault."""

    def found(*arguments: str) -> list[tuple[str, int | None, int | None]]:
        result = run("verify_audit", *arguments)
        printed = said(result)
        assert printed["ok"] is (not printed["faults"]) is (result.code == 0)
        return [(one["kind"], one["position"], one["event"]) for one in printed["faults"]]

    return found


def said(result: Result) -> dict[str, Any]:
    """One object on standard output; one sentence on standard error where something is wrong."""
    (line,) = result.out.splitlines()
    assert len(result.err.splitlines()) == (1 if result.code else 0)
    printed: dict[str, Any] = json.loads(line)
    return printed


def tamper(event: Event, **columns: Any) -> None:
    with unguarded():
        Event.objects.filter(pk=event.pk).update(**columns)


def test_an_untouched_chain_holds(run: Run, events: list[Event]) -> None:  # noqa: F811
    assert said(run("verify_audit", "--head", str(seals.head()))) == {
        "ok": True,
        "head": str(seals.head()),
        "sealed": 5,
        "unsealed": 0,
        "unproven": 0,
        "faults": [],
        "faults_found": 0,
    }


def test_an_empty_chain_holds(faults: Callable[..., Any], db: None) -> None:
    assert faults() == faults("--head", str(chain.START)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"comment": "event 3"},
        {"comment": "event 2 "},
        {"verb": "delete"},
        {"os_user": "root"},
        {"digest": "0" * 64},
        {"campaign_id": 4},
        {"application_id": None},
        {"solo": True},
        {"source": "draft"},
        {"target": "sent"},
    ],
    ids=str,
)
def test_one_changed_column_is_found(
    faults: Callable[..., Any], events: list[Event], change: dict[str, Any]
) -> None:
    tamper(events[2], **change)
    assert faults() == [("changed", 3, events[2].pk)]


def test_a_time_changed_by_a_microsecond_is_found(
    faults: Callable[..., Any], events: list[Event]
) -> None:
    tamper(events[0], at=events[0].at + timedelta(microseconds=1))
    assert faults() == [("changed", 1, events[0].pk)]


def test_every_changed_event_is_named(faults: Callable[..., Any], events: list[Event]) -> None:
    tamper(events[1], comment="x")
    tamper(events[3], comment="x")
    assert faults() == [("changed", 2, events[1].pk), ("changed", 4, events[3].pk)]


def test_a_seal_reckoned_anew_is_found_at_the_next(
    faults: Callable[..., Any], events: list[Event]
) -> None:
    tamper(events[2], comment="x")
    with unguarded():
        before = chain.ChainLink(*Seal.objects.values_list("position", "digest").get(position=2))
        (columns,) = seals.columns(Event.objects.filter(pk=events[2].pk))
        Seal.objects.filter(position=3).update(digest=chain.next_link(before, columns).digest)
    assert faults() == [("changed", 4, events[3].pk)]


def test_a_chain_reckoned_anew_is_found_by_a_logged_head(
    faults: Callable[..., Any], events: list[Event]
) -> None:
    """What the owner of the database can do; nothing inside it would tell."""
    logged = str(seals.head())
    tamper(events[2], comment="x")
    with unguarded():
        Seal.objects.all().delete()
    seals.seal()
    assert faults() == []
    assert faults("--head", logged) == [("rewritten", 5, None)]


def test_a_removed_event_is_found(faults: Callable[..., Any], events: list[Event]) -> None:
    with unguarded():
        Seal.objects.filter(position=3).delete()
        Event.objects.filter(pk=events[2].pk).delete()
    assert faults() == [("seal-missing", 3, None)]


def test_an_event_removed_from_under_its_seal_is_found(
    faults: Callable[..., Any], events: list[Event]
) -> None:
    """The foreign key is looked at when the transaction ends: this one puts the row back."""
    with unguarded():
        Event.objects.filter(pk=events[2].pk)._raw_delete("default")
        assert faults() == [("event-missing", 3, events[2].pk)]
        events[2].save(force_insert=True)


def test_a_cut_tail_is_found_by_a_logged_head(
    faults: Callable[..., Any], events: list[Event]
) -> None:
    logged = str(seals.head())
    with unguarded():
        Seal.objects.filter(position__gte=4).delete()
        Event.objects.filter(pk__gte=events[3].pk).delete()
    assert faults() == []
    assert faults("--head", logged) == [("cut", 5, None)]


def test_cut_seals_leave_events_that_nothing_proves(
    faults: Callable[..., Any], events: list[Event]
) -> None:
    with unguarded():
        Seal.objects.filter(position=5).delete()
    assert faults() == []
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert faults() == [("unsealed", None, events[4].pk)]
        assert faults("--minutes", "12") == []


def test_a_long_chain_is_read_in_pieces(
    faults: Callable[..., Any], events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "CHUNK", 2)
    assert faults() == []
    tamper(events[2], comment="x")
    assert faults() == [("changed", 3, events[2].pk)]


def test_a_head_that_is_none_is_a_usage_error(run: Run, db: None) -> None:  # noqa: F811
    result = run("verify_audit", "--head", "12:abc")
    assert (result.code, result.out) == (2, b"")
    assert "POSITION:HEX" in result.err
