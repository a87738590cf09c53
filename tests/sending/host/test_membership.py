"""Which machine may send: one whose notes the database contains, and for which others vouch where
notes alone do not tell."""

import json
import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from campaigns.access import Actor
from campaigns.models import Application, Installation, Machine
from campaigns.sending import adopt
from campaigns.sending.host import (
    database_location,
    machine_file,
    machine_rows,
    marks,
    membership,
    process,
    readiness,
    witness,
)
from tests.sending.host.machines import Machines

NIGHT = timedelta(hours=8)
OPERATOR = Actor(None, "root")


@pytest.fixture
def machines(
    transactional_db: None,
    tmp_path: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> Machines:
    """On a database that does not say how old its folder is."""
    monkeypatch.setattr(database_location, "folder_since", lambda: "")
    return Machines(tmp_path, settings)


@pytest.fixture
def folder_since(monkeypatch: pytest.MonkeyPatch, machines: Machines) -> Callable[[str], None]:
    """The database says so now."""
    return lambda when: monkeypatch.setattr(database_location, "folder_since", lambda: when)


def saved(key: str) -> dict[str, Any]:
    """The row as a backup of now has it."""
    return dict(Machine.objects.filter(key=key).values().get())


def put_back(row: dict[str, Any]) -> None:
    Machine.objects.filter(pk=row["id"]).update(**row)


def test_first_machine_begins_where_nothing_was_sent(machines: Machines) -> None:
    assert machines.start("a") == ""


def test_new_machine_waits_where_something_was_sent(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "has_sent", lambda: True)
    assert "new here, and pushes may have been sent before" in machines.start("a")


def test_program_that_only_ticks_waits_for_one_that_sends(machines: Machines) -> None:
    assert "new here" in machines.start("a", sends=False)


def test_new_machine_waits_for_a_mark_that_is_left_while_it_looks(machines: Machines) -> None:
    """What a row says may come from a backup."""
    machines.start("a")
    assert "new here: start" in machines.start("b")
    assert "new here: start" in machines.look("b")
    machines.look("a")
    assert machines.look("b") == ""


def test_machine_that_waits_vouches_for_nobody(machines: Machines) -> None:
    machines.start("a")
    machines.start("b")
    machines.look("a")
    machines.look("b")
    assert "Start" in machines.start("a")
    assert "new here" in machines.start("c")
    machines.look("a")
    assert "new here" in machines.look("c")


def test_machine_of_before_waits_for_the_last_at_work(machines: Machines) -> None:
    machines.start("a")
    machines.put_back(worked=NIGHT)
    machines.start("b")
    machines.look("a")
    machines.look("b")
    assert "Start" in machines.start("a")
    machines.put_back(worked=NIGHT)
    assert "Start" in machines.start("a")
    assert machines.start("b") == ""
    machines.look("b")
    assert machines.look("a") == ""


def test_lone_machine_goes_on_after_a_night(machines: Machines) -> None:
    machines.start("a")
    machines.put_back(worked=NIGHT)
    assert machines.start("a") == ""


def test_machine_that_slept_while_another_worked_asks_again(machines: Machines) -> None:
    """Its process knew enough before: the other may have stopped since, or never waited."""
    machines.start("a")
    machines.start("b")
    machines.look("a")
    assert machines.look("b") == ""
    machines.use("a")
    process.standing.looked -= 61
    assert "Start" in machines.look("a")
    machines.look("b")
    assert machines.look("a") == ""


def test_two_programs_of_one_machine_agree(machines: Machines) -> None:
    machines.start("a")
    assert machines.start("a") == ""
    process.standing.renewed.restart()
    notes = machine_file.read()
    assert notes is not None
    machine_file.write(replace(notes, mark=saved(notes.machine)["previous_mark"]))
    assert machines.look() == ""  # as after a crash between the row and the file


def test_row_that_is_put_back_is_noticed(machines: Machines) -> None:
    machines.start("a")
    before = saved(machines.key())
    machines.look()
    machines.look()
    put_back(before)
    assert "lacks the mark" in machines.look()
    assert "lacks the mark" in machines.start("a")
    assert saved(machines.key())["mark"] == before["mark"]


@pytest.mark.parametrize("lost", [{"seal": 7, "digest": "0" * 64}, {"attempt": 7}])
def test_what_the_machine_saw_and_the_database_lacks_is_noticed(
    machines: Machines, lost: dict[str, Any]
) -> None:
    machines.start("a")
    notes = machine_file.read()
    assert notes is not None
    machine_file.write(replace(notes, **lost))
    assert "that this machine saw in it" in machines.look()


def test_notes_of_another_installation_are_noticed(machines: Machines) -> None:
    machines.start("a")
    notes = machine_file.read()
    assert notes is not None
    machine_file.write(replace(notes, installation="1" * 32))
    assert "another installation" in machines.look()


def test_new_machine_waits_while_another_doubts(machines: Machines) -> None:
    machines.start("a")
    machines.start("b")
    machines.look("a")
    machines.look("b")
    notes = machine_file.read()
    assert notes is not None
    machine_file.write(replace(notes, attempt=7))
    machines.look("b")
    machines.start("c")
    machines.look("a")
    assert "has seen more than the database" in machines.look("c")
    assert machines.look("a") == ""


def test_new_machine_that_doubts_no_more_holds_up_nobody(machines: Machines) -> None:
    """The place of the database was wrong until an operator said that it is right."""
    machines.start("a")
    place = Installation.objects.get().place
    Installation.objects.update(place="elsewhere")
    assert "not where it was" in machines.start("b")
    Installation.objects.update(place=place)
    assert "new here" in machines.look("b")
    assert machines.start("a") == ""


def test_copied_folder_is_a_new_machine(machines: Machines) -> None:
    machines.start("a")
    key = machines.key()
    shutil.copytree(machines.folder / "a", machines.folder / "copy")
    assert "new here" in machines.start("copy")
    assert machines.key() != key
    machines.look("a")
    assert machines.look("copy") == ""
    assert machines.look("a") == ""


def test_machine_without_its_row_waits(machines: Machines) -> None:
    machines.start("a")
    machines.start("b")
    machines.look("a")
    machines.look("b")
    Machine.objects.filter(key=machines.key()).delete()
    assert "new here" in machines.start("b")
    machines.look("a")
    assert machines.look("b") == ""


def test_machine_that_was_admitted_does_not_begin_where_nobody_is_known(machines: Machines) -> None:
    """As in a backup of before any machine was at work: another one may have sent since."""
    machines.start("a")
    Machine.objects.all().delete()
    assert "new here, and pushes may have been sent" in machines.start("a")


def test_adopted_machine_sends_whoever_worked_before(machines: Machines) -> None:
    machines.start("a")
    assert "new here" in machines.start("b")
    assert adopt.adopt(OPERATOR).why is not None
    assert machines.look() == ""
    assert machines.start("b") == ""
    assert adopt.adopt(OPERATOR).why is None


def test_adopted_machine_waits_for_one_that_has_seen_more(machines: Machines) -> None:
    machines.start("a")
    before = saved(machines.key())
    machines.look()
    machines.look()
    put_back(before)
    machines.look()
    machines.start("b")
    adopt.adopt(OPERATOR)
    assert "has seen more" in machines.start("b")
    machines.use("a")
    adopt.adopt(OPERATOR)
    assert machines.look("a") == ""
    machines.look("b")
    assert machines.look("b") == ""


def test_two_machines_of_one_name_keep_their_faults(machines: Machines) -> None:
    machines.start("a")
    machines.start("b")
    first, second = Machine.objects.order_by("pk")
    assert (first.fault, second.fault is None) == (None, False)
    assert second.name.startswith(f"{first.name} (")
    Machine.objects.update_or_create(name=first.name, defaults={"seen": first.seen})  # as before
    assert Machine.objects.count() == 2
    machines.look("a")
    machines.look("b")
    assert not Machine.objects.filter(fault__isnull=False).exists()


def test_two_machines_of_one_name_that_begin_at_once_both_do(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked for the name before the first had taken it."""
    machines.start("a")
    monkeypatch.setattr(machine_rows, "free_name", lambda key: socket.gethostname())
    machines.start("b")
    assert len({machine.name for machine in Machine.objects.all()}) == 2


def test_row_of_the_release_before_becomes_the_machine_s(machines: Machines) -> None:
    machines.use("a")
    (machines.folder / "a" / "sent.log").touch()
    readiness.report(None)
    old = Machine.objects.get()
    assert old.key is None
    machines.start("a")
    [now] = Machine.objects.all()
    assert (now.name, now.key) == (old.name, machines.key())


def test_claim_needs_a_machine_that_was_at_work_lately(machines: Machines) -> None:
    machines.start("a")
    machines.put_back(worked=marks.AT_WORK)
    assert membership.breach() is not None


def test_file_is_private_and_without_content(machines: Machines, roomy: Application) -> None:
    machines.start("a")
    file = machines.folder / "a" / "sent.machine.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(file.read_text())) == {
        "machine", "folder", "installation", "mark", "seal", "digest", "attempt", "request_id",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "{", "[]", '{"machine": 1, "more": 2}'])
def test_file_that_holds_something_else_is_that_of_a_new_machine(
    machines: Machines, text: str
) -> None:
    machines.start("b")
    machines.start("a")
    (machines.folder / "a" / "sent.machine.json").write_text(text)
    assert "new here" in machines.start("a")


@pytest.mark.database("postgresql")
def test_tables_that_were_made_anew_are_noticed(machines: Machines) -> None:
    machines.start("a")
    Installation.objects.update(tables="tables 1 2 3")
    assert "not where it was" in machines.look()


@pytest.mark.database("postgresql")
def test_tables_are_noted_once_after_an_upgrade(machines: Machines) -> None:
    Installation.objects.update(tables="")
    machines.start("a")
    assert Installation.objects.get().tables.startswith("tables ")


def test_cluster_whose_folder_was_put_back_begins_with_no_machine(
    machines: Machines, folder_since: Callable[[str], None]
) -> None:
    Installation.objects.update(folder_since="1.5")
    folder_since("2.5")
    assert "new here" in machines.start("a")
    folder_since("1.5")
    assert machines.look("a") == ""


def test_row_of_the_last_minute_vouches_where_nothing_was_put_back(
    machines: Machines, folder_since: Callable[[str], None]
) -> None:
    Installation.objects.update(folder_since="")
    folder_since("1.5")
    machines.start("a")
    assert Installation.objects.get().folder_since == "1.5"
    assert machines.start("b") == ""
    assert machines.start("a") == ""
    folder_since("2.5")
    assert "new here" in machines.start("c")
    assert "Start" in machines.start("a")
    folder_since("1.5")
    for name in ("a", "b"):
        machines.use(name)
        machines.put_back(worked=NIGHT)
    assert "new here" in machines.start("c")


@pytest.mark.database("postgresql")
def test_folder_s_age_stays_the_same(transactional_db: None) -> None:
    first = database_location.folder_since()
    connection.close()
    assert first == database_location.folder_since() != ""
