"""`answers.log`: what became of each request, on disk until the database has it."""

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings

from campaigns.sending.host import answer_log
from campaigns.sending.host.answer_log import AnswerLine

LINE = AnswerLine(1, "a" * 32, "b" * 32, "accepted", 200, "push-1", 200, "", "", "2026-11-23")


def line(number: int) -> AnswerLine:
    return replace(LINE, attempt=number, request_id=f"{number:032}")


@pytest.fixture
def file(log: Path) -> Path:
    return log.with_name("answers.log")


def test_without_a_file_there_is_nothing(file: Path) -> None:
    assert answer_log.lines() == []


def test_lines_stand_beside_sent_log_for_the_owner_only(file: Path) -> None:
    answer_log.append(LINE)
    answer_log.append(line(2))
    assert answer_log.lines() == [LINE, line(2)]
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_is_dropped_is_gone_and_the_last_one_leaves_an_empty_file(file: Path) -> None:
    for number in range(3):
        answer_log.append(line(number))
    answer_log.drop({line(0), line(2)})
    assert answer_log.lines() == [line(1)]
    assert file.stat().st_mode & 0o777 == 0o600
    answer_log.drop({line(1)})
    assert file.read_bytes() == b""
    answer_log.append(LINE)
    assert answer_log.lines() == [LINE]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_line_spoils_no_other(file: Path, cut: int) -> None:
    answer_log.append(LINE)
    file.write_bytes(file.read_bytes()[:-cut])
    answer_log.append(line(2))
    assert answer_log.lines()[-1] == line(2)
    answer_log.drop({line(2)})
    assert answer_log.lines() in ([], [LINE])


def test_what_is_no_line_is_left_out(file: Path) -> None:
    file.write_bytes(b'[]\n{"attempt": 1}\n\xff\xfe\nnull\n5\n')
    answer_log.append(LINE)
    assert answer_log.lines() == [LINE]


@pytest.mark.parametrize("patience", [answer_log.LOCK_SECONDS, 0])
def test_many_writers_and_droppers_lose_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """On a slow disk the lock comes too late for some of them."""
    monkeypatch.setattr(answer_log, "LOCK_SECONDS", patience)

    def work(number: int) -> None:
        answer_log.append(line(number))
        if number % 2:
            answer_log.drop({line(number)})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(200)))
    left = set(answer_log.lines())
    assert {line(number) for number in range(0, 200, 2)} <= left
    answer_log.drop({one for one in left if one.attempt % 2})
    assert {one.attempt for one in answer_log.lines()} == set(range(0, 200, 2))


def test_a_process_that_holds_the_file_for_ever_holds_up_nobody(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_log, "LOCK_SECONDS", 0.1)
    answer_log.append(LINE)
    with file.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        answer_log.append(line(2))
        answer_log.drop({LINE, line(2)})
        assert answer_log.lines() == [LINE, line(2)]
    answer_log.drop({LINE})
    assert answer_log.lines() == [line(2)]
    assert [one.name for one in file.parent.glob("answers*")] == [file.name]


def test_only_the_newest_of_what_nobody_claims_are_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_log, "LINES_KEPT", 3)
    for number in range(6):
        answer_log.append(line(number))
    answer_log.drop({line(5)})
    assert answer_log.lines() == [line(2), line(3), line(4)]


def test_a_full_disk_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda handle, raw: len(raw) - 1)
    with pytest.raises(OSError, match="The disk is full"):
        answer_log.append(LINE)


def test_a_rewrite_that_fails_leaves_the_file_as_it_was(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        answer_log.append(line(number))

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="No space"):
        answer_log.drop({line(0)})
    assert answer_log.lines() == [line(0), line(1), line(2)]


def test_each_test_process_has_its_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.SENT_LOG = tmp_path / "sent-12.log"
    assert answer_log.path() == tmp_path / "answers-12.log"
