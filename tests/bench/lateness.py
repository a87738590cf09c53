"""From the due time to the request, through beat, tick worker and push worker as in operation."""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.bench import due, workers
from tests.bench.row import Row
from tests.push_server import PushServer, answer

IDLE, BURST = 60, 50
"""Campaigns: one after another; all at once."""
APART = timedelta(milliseconds=333)
START = timedelta(seconds=8)
"""What the processes get to start."""


def rows() -> Iterator[Row]:
    late = _lateness([APART * n for n in range(IDLE)])
    yield Row(f"lateness, idle, {IDLE} sends", _figures(late), "never early; p99 <= 100 ms")
    late = _lateness([timedelta(0)] * BURST)
    yield Row(f"lateness, {BURST} applications in one second", _figures(late), "all within 1 s")


def _figures(late: list[float]) -> str:
    """In milliseconds."""
    cuts = statistics.quantiles([ms * 1000 for ms in late], n=100, method="inclusive")
    first, last = min(late) * 1000, max(late) * 1000
    return f"min {first:.1f}, p50 {cuts[49]:.0f}, p99 {cuts[98]:.0f}, max {last:.0f} ms"


def _lateness(offsets: list[timedelta]) -> list[float]:
    """Seconds from each campaign's due time until its whole request was read."""
    arrived: list[float] = []
    with ExitStack() as stack:
        server = PushServer(behave=lambda line: _note(arrived, line))
        stack.enter_context(server)
        known = _approve(offsets)
        stack.enter_context(workers.running(workers.console(), workers.of_console(server.url)))
        deadline = time.monotonic() + START.total_seconds() + 60
        while len(arrived) < len(known) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1)
    keys = [request.headers["app-key"] for request in server.requests]
    assert sorted(keys) == sorted(known), workers.log().read_text()
    return [at - known[key].timestamp() for key, at in zip(keys, arrived, strict=True)]


def _note(arrived: list[float], line: Any) -> None:
    arrived.append(time.time())
    line.sendall(answer())


def _approve(offsets: list[timedelta]) -> dict[str, datetime]:
    """One campaign an application; app key -> due time."""
    first = timezone.now() + START
    return due.approve([first + offset for offset in offsets])
