"""A log handler that writes a line that repeats itself once a minute, and says how often it came.

A fault that lasts would otherwise fill the disk: beat alone wrote 290 KB a minute while Redis
refused. Nothing is lost without a count.
"""

import copy
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from .redaction import cut

MINUTE = 60.0
"""Seconds for which a line is not written again."""
DIFFERENT = 5
"""Lines of one kind with different arguments that are written in a minute, from WARNING on."""
REMEMBERED = 100
"""Lines of one kind by which repeats are known; more of them are written, at INFO."""
KINDS = 200
"""Kinds that are remembered; the oldest is forgotten, with its count."""
TRACEBACK_EVERY = 3_600.0
"""Seconds between two tracebacks of one kind from one place."""
EXAMPLE = 200
"""Characters of a line by which its count is told."""

Key = tuple[str, int, int, str]
"""Logger, level, hash of the template, class of the exception: a kind of line."""


class _Minute:
    """What came of one kind since its first line. `written`: hashes of the lines."""

    def __init__(self, record: logging.LogRecord, now: float) -> None:
        self.began, self.clock = now, time.strftime("%H:%M:%S", time.localtime(record.created))
        self.logger, self.level = record.name, record.levelno
        self.example = cut(record.getMessage(), EXAMPLE)
        self.written = set[int]()
        self.left_out = 0

    def admits(self, record: logging.LogRecord) -> bool:
        """Whether to write this line, or to count it."""
        line = hash(record.getMessage())
        is_full = record.levelno >= logging.WARNING and len(self.written) >= DIFFERENT
        if line in self.written or is_full:
            self.left_out += 1
            return False
        if len(self.written) < REMEMBERED:
            self.written.add(line)
        return True

    def count(self) -> logging.LogRecord:
        return logging.makeLogRecord(
            {
                "name": self.logger,
                "levelno": self.level,
                "levelname": logging.getLevelName(self.level),
                "msg": "... repeated %d times in the minute from %s: %s",
                "args": (self.left_out, self.clock, self.example),
            }
        )


class SparingHandler(logging.StreamHandler[Any]):
    """Writes to standard error. It writes every line of the loggers in `always` and of those below
    them. The count of a minute comes before the first line after it, or when the program ends."""

    def __init__(
        self, always: tuple[str, ...] = (), now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._always, self._now = always, now
        self._minutes = OrderedDict[Key, _Minute]()
        """Oldest first."""
        self._traced = OrderedDict[int, float]()
        """When a traceback of this kind and place was written last, oldest first."""

    def emit(self, record: logging.LogRecord) -> None:
        """`handle` calls it under the handler's lock."""
        now = self._now()
        self._end_minutes(now)
        try:
            line = self._line(record, now)
        except Exception:  # noqa: BLE001 (a template and its arguments may disagree in any way)
            self.handleError(record)
            return
        if line is not None:
            super().emit(line)

    def close(self) -> None:
        self.acquire()
        try:
            self._end_minutes(float("inf"))
        finally:
            self.release()
        super().close()

    def _line(self, record: logging.LogRecord, now: float) -> logging.LogRecord | None:
        """The record as it is to be written, None if it is only counted."""
        if any(f"{record.name}.".startswith(f"{name}.") for name in self._always):
            return record
        key = _key(record)
        minute = self._minutes.get(key)
        if minute is None:
            minute = self._minutes[key] = _Minute(record, now)
            if len(self._minutes) > KINDS:
                self._tell(self._minutes.popitem(last=False)[1])
        if not minute.admits(record):
            return None
        return record if self._may_trace(key, record, now) else _without_traceback(record)

    def _end_minutes(self, now: float) -> None:
        while self._minutes:
            key, minute = next(iter(self._minutes.items()))
            if now - minute.began < MINUTE:
                return
            del self._minutes[key]
            self._tell(minute)

    def _tell(self, minute: _Minute) -> None:
        if minute.left_out:
            super().emit(minute.count())

    def _may_trace(self, key: Key, record: logging.LogRecord, now: float) -> bool:
        if not (record.exc_info or record.stack_info):
            return True
        traced = hash((key, _place(record)))
        if now - self._traced.get(traced, float("-inf")) < TRACEBACK_EVERY:
            return False
        self._traced.pop(traced, None)
        self._traced[traced] = now
        if len(self._traced) > KINDS:
            self._traced.popitem(last=False)
        return True


def _key(record: logging.LogRecord) -> Key:
    template = record.msg if isinstance(record.msg, str) else type(record.msg).__qualname__
    error = record.exc_info[0] if record.exc_info else None
    return record.name, record.levelno, hash(template), error.__qualname__ if error else ""


def _place(record: logging.LogRecord) -> tuple[tuple[str, int], ...]:
    """The lines of code through which the exception came: another bug is another place."""
    trace = record.exc_info[2] if record.exc_info else None
    steps = []
    while trace is not None:
        steps.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return tuple(steps)


def _without_traceback(record: logging.LogRecord) -> logging.LogRecord:
    """A copy that only names its exception: other handlers may still need the record's own."""
    said = record.getMessage()
    if record.exc_info and record.exc_info[0]:
        said = f"{said} ({record.exc_info[0].__qualname__}: {record.exc_info[1]})"
    short = copy.copy(record)
    short.msg, short.args = said, None
    short.exc_info = short.exc_text = short.stack_info = None
    return short
