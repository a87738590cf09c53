"""One clock for all machines: whatever a machine's own shows, moments are the database's."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import Error, OperationalError, connection, models

from campaigns.lib import database_clock
from campaigns.lib.database_clock import Measurement
from campaigns.models import Pause
from campaigns.models.fields import CreatedField

IS_SHARED = database_clock.is_shared
NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)


class Database:
    """A database whose clock shows NOON when it is first asked, and goes on from there."""

    def __init__(self) -> None:
        self.started = database_clock.since_boot()
        self.asked = 0
        self.round_trips = [0.0]
        self.is_away = False

    def ask(self) -> Measurement:
        self.asked += 1
        if self.is_away:
            raise OperationalError("away")
        passed = database_clock.since_boot() - self.started
        trip = self.round_trips[min(self.asked, len(self.round_trips)) - 1]
        at = database_clock.since_boot()
        return Measurement(NOON + timedelta(seconds=passed), at - trip, at)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    made = Database()
    monkeypatch.setattr(database_clock, "is_shared", lambda: True)
    monkeypatch.setattr(database_clock, "ask", made.ask)
    monkeypatch.setattr(database_clock.last, "value", None)
    return made


def off(seconds: float) -> time_machine.travel:
    """As on a machine whose clock is so many seconds off."""
    return time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [0, 2, -2, 25, -25, 3600, -86_400])
def test_moment_is_the_databases(database: Database, seconds: float) -> None:
    with off(seconds):
        assert timedelta(0) <= database_clock.now() - NOON < timedelta(seconds=5)


def test_clock_that_is_set_meanwhile_changes_nothing(database: Database) -> None:
    before = database_clock.now()
    with off(7200):
        assert timedelta(0) <= database_clock.now() - before < timedelta(seconds=5)
    assert database.asked == 1


def test_difference_is_measured(database: Database) -> None:
    with time_machine.travel(NOON + timedelta(seconds=25), tick=False):
        assert database_clock.measure().total_seconds() == pytest.approx(25, abs=5)


def test_database_is_asked_again_when_the_measurement_is_old(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database_clock.now()
    database_clock.now()
    assert database.asked == 1
    monkeypatch.setattr(database_clock, "MEASURE_EVERY", 0)
    database_clock.now()
    assert database.asked == 2


def test_slow_answers_are_measured_again_and_the_quickest_counts(database: Database) -> None:
    database.round_trips = [3, 1, 2]
    database_clock.measure()
    assert database.asked == 3
    assert database_clock.last.value is not None
    assert database_clock.last.value.round_trip == pytest.approx(1)


def test_moment_lies_between_the_two_bounds(database: Database) -> None:
    database.round_trips = [1, 1, 1]
    assert database_clock.at_latest() - database_clock.now() == pytest.approx(
        timedelta(seconds=1), abs=timedelta(seconds=0.2)
    )


def test_without_the_database_the_last_measurement_holds(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database_clock.now()
    database.is_away = True
    monkeypatch.setattr(database_clock, "MEASURE_EVERY", 0)
    assert timedelta(0) <= database_clock.now() - NOON < timedelta(seconds=5)


def test_clock_that_was_never_measured_is_no_clock(database: Database) -> None:
    database.is_away = True
    with pytest.raises(Error):
        database_clock.now()


@pytest.mark.django_db
@pytest.mark.parametrize("read", [database_clock.now, database_clock.at_latest])
def test_own_clock_of_the_database(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], datetime]
) -> None:
    """On PostgreSQL a clock of its own; on SQLite this machine's."""
    monkeypatch.setattr(database_clock, "is_shared", IS_SHARED)
    monkeypatch.setattr(database_clock.last, "value", None)
    with off(3600):
        difference = (read() - datetime.now(UTC)).total_seconds()
    wanted = -3600 if connection.vendor == "postgresql" else 0
    assert difference == pytest.approx(wanted, abs=5)


@pytest.mark.django_db
def test_row_is_dated_by_it(database: Database) -> None:
    with off(-3600):
        pause = Pause.objects.create(reason="Stop")
    assert timedelta(0) <= pause.since - NOON < timedelta(seconds=5)
    time.sleep(0.01)
    since = pause.since
    pause.save()
    assert pause.since == since


def test_no_column_takes_the_machines_clock() -> None:
    """`auto_now`, and `auto_now_add` of Django's own field, would."""
    wrong = [
        str(field)
        for model in apps.get_app_config("campaigns").get_models()
        if not model._meta.proxy
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField)
        and (field.auto_now or (field.auto_now_add and not isinstance(field, CreatedField)))
    ]
    assert wrong == []
