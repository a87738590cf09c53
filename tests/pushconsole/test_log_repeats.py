"""A line that repeats itself is written once a minute, with a count, and nothing grows with it."""

import io
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from pushconsole import log_repeats
from pushconsole.log_repeats import DIFFERENT, KINDS, REMEMBERED, SparingHandler
from pushconsole.redaction import RedactingFormatter


class Log:
    """A logger of its own with the handler, at seconds that the test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.stream = io.StringIO()
        self.handler = SparingHandler(always=("evidence",), now=lambda: self.seconds)
        self.handler.setStream(self.stream)
        self.handler.setFormatter(RedactingFormatter("{levelname} {name}: {message}", style="{"))

    def logger(self, name: str = "beat") -> logging.Logger:
        logger = logging.Logger(name)
        logger.addHandler(self.handler)
        return logger

    def lines(self) -> list[str]:
        """Those written since the last call."""
        written = self.stream.getvalue().splitlines()
        self.stream.seek(0)
        self.stream.truncate()
        return written


@pytest.fixture
def log() -> Iterator[Log]:
    made = Log()
    yield made
    made.handler.close()


def fail(logger: logging.Logger, message: str = "Campaign %d failed.", *args: object) -> None:
    try:
        raise ConnectionError("refused")
    except ConnectionError:
        logger.exception(message, *args)


def test_a_line_that_repeats_is_written_once_and_counted_after_a_minute(log: Log) -> None:
    beat = log.logger()
    for _ in range(1_000):
        beat.error("The broker refuses: %s", "READONLY")
    assert log.lines() == ["ERROR beat: The broker refuses: READONLY"]
    log.seconds = 59.9
    beat.error("The broker refuses: %s", "READONLY")
    assert log.lines() == []
    log.seconds = 60
    beat.error("The broker refuses: %s", "READONLY")
    count, again = log.lines()
    assert count.startswith("ERROR beat: ... repeated 1000 times in the minute from ")
    assert count.endswith(": The broker refuses: READONLY")
    assert again == "ERROR beat: The broker refuses: READONLY"


def test_any_other_line_brings_the_count_and_so_does_the_end(log: Log) -> None:
    beat = log.logger()
    for _ in range(3):
        beat.warning("The broker refuses.")
    log.lines()
    log.seconds = 61
    log.logger("worker").warning("Something else.")
    count, other = log.lines()
    assert "repeated 2 times" in count
    assert other == "WARNING worker: Something else."
    for _ in range(2):
        beat.warning("The broker refuses.")
    log.handler.close()
    assert "repeated 1 times" in log.lines()[-1]


def test_what_came_once_is_not_counted(log: Log) -> None:
    log.logger().warning("Once.")
    log.seconds = 3_600
    log.logger().warning("Another.")
    assert log.lines() == ["WARNING beat: Once.", "WARNING beat: Another."]


def test_a_few_campaigns_are_named_and_the_others_counted(log: Log) -> None:
    worker = log.logger("worker")
    for number in range(1_000):
        worker.error("Campaign %d could not be sent.", number)
    named = log.lines()
    assert named == [
        f"ERROR worker: Campaign {number} could not be sent." for number in range(DIFFERENT)
    ]
    log.seconds = 60
    worker.error("Campaign %d could not be sent.", 7)
    count, seven = log.lines()
    assert f"repeated {1_000 - DIFFERENT} times" in count
    assert seven == "ERROR worker: Campaign 7 could not be sent."


def test_another_logger_level_template_or_exception_is_another_line(log: Log) -> None:
    beat, worker = log.logger(), log.logger("worker")
    beat.error("Refused.")
    beat.warning("Refused.")
    worker.error("Refused.")
    beat.error("Refused!")
    fail(beat, "Refused.")
    assert sum("Refused" in line for line in log.lines()) == 5


def test_different_lines_at_info_are_all_written(log: Log) -> None:
    worker = log.logger("worker")
    for number in range(2 * REMEMBERED):
        worker.info("Ready %d", number)
    assert len(log.lines()) == 2 * REMEMBERED


def test_a_traceback_comes_with_the_first_and_again_after_an_hour(log: Log) -> None:
    worker = log.logger("worker")
    fail(worker, "Campaign %d failed.", 1)
    assert "    Traceback (most recent call last):" in log.lines()
    fail(worker, "Campaign %d failed.", 2)
    assert log.lines() == ["ERROR worker: Campaign 2 failed. (ConnectionError: refused)"]
    log.seconds = 120
    fail(worker, "Campaign %d failed.", 1)
    assert log.lines() == ["ERROR worker: Campaign 1 failed. (ConnectionError: refused)"]
    log.seconds = log_repeats.TRACEBACK_EVERY + 1
    fail(worker, "Campaign %d failed.", 1)
    assert "    Traceback (most recent call last):" in log.lines()


def test_another_bug_of_the_same_kind_has_its_own_traceback(log: Log) -> None:
    worker = log.logger("worker")
    fail(worker, "Campaign %d failed.", 1)
    log.lines()
    try:
        raise ConnectionError("elsewhere")
    except ConnectionError:
        worker.exception("Campaign %d failed.", 2)
    assert "    Traceback (most recent call last):" in log.lines()


def test_other_handlers_get_the_record_whole(log: Log) -> None:
    worker, records = log.logger("worker"), list[logging.LogRecord]()
    other = logging.Handler()
    other.emit = records.append  # type: ignore[method-assign, assignment]
    worker.addHandler(other)
    for number in range(9):
        fail(worker, "Campaign %d failed.", number)
    assert all(record.exc_info for record in records)
    assert [record.args for record in records] == [(number,) for number in range(9)]


def test_evidence_is_always_written(log: Log) -> None:
    for name in ("evidence", "evidence.of.a.send"):
        for _ in range(3):
            fail(log.logger(name), "This could not be written down: %s", "push id 1")
    log.logger("evidences").error("Not one of them.")
    log.logger("evidences").error("Not one of them.")
    lines = log.lines()
    assert sum("push id 1" in line for line in lines) == 6
    assert sum("Traceback" in line for line in lines) == 6
    assert sum("Not one" in line for line in lines) == 1


def test_memory_is_bounded_and_what_is_forgotten_is_counted(log: Log) -> None:
    worker = log.logger("worker")
    for _ in range(2):
        worker.error("The first.")
    for number in range(10 * KINDS):
        fail(worker, f"Template {number} " + "x" * 10_000)
    assert any("repeated 1 times" in line and "The first." in line for line in log.lines())
    assert len(log.handler._minutes) == len(log.handler._traced) == KINDS
    kept = sum(sys.getsizeof(minute.example) for minute in log.handler._minutes.values())
    assert kept < KINDS * 1_000


def test_a_secret_cut_in_two_stays_hidden(log: Log) -> None:
    worker = log.logger("worker")
    for _ in range(2):
        worker.error("%s redis://:c4n4ry-Value@host", "x" * 175)
    log.handler.close()
    assert not [line for line in log.lines() if "c4n4" in line]


def test_a_template_that_its_arguments_do_not_fit_ends_nothing(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    log.logger().error("%d of %d", 1)
    assert "not enough arguments" in capsys.readouterr().err
    log.logger().error("Next.")
    assert log.lines() == ["ERROR beat: Next."]


def test_threads_are_counted_together(log: Log) -> None:
    worker = log.logger("worker")

    def repeat() -> None:
        for _ in range(500):
            worker.error("Again.")

    threads = [threading.Thread(target=repeat) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.handler.close()
    line, count = log.lines()
    assert line == "ERROR worker: Again."
    assert "repeated 3999 times" in count
