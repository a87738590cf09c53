"""From the due time to the request, through beat, tick worker and push worker as in operation."""

import os
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from campaigns import processes
from campaigns.models import Campaign
from tests.bench.row import Row
from tests.factories import approved, make_application, make_campaign
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
        due = _approve(offsets)
        for program in _programs():
            stack.enter_context(_running(program, server.url))
        deadline = time.monotonic() + START.total_seconds() + 60
        while len(arrived) < len(due) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1)
    keys = [request.headers["app-key"] for request in server.requests]
    assert sorted(keys) == sorted(due), f"{len(keys)} of {len(due)} came\n{_log().read_text()}"
    return [at - due[key].timestamp() for key, at in zip(keys, arrived, strict=True)]


def _note(arrived: list[float], line: Any) -> None:
    arrived.append(time.time())
    line.sendall(answer())


def _approve(offsets: list[timedelta]) -> dict[str, datetime]:
    """One campaign an application; app key -> due time."""
    run, seconds_to_make = Campaign.objects.count(), 0.15 * len(offsets)
    first = timezone.now() + START + timedelta(seconds=seconds_to_make)
    due: dict[str, datetime] = {}
    for number, offset in enumerate(offsets, start=run):
        app = make_application(f"App{number}", data_centre="sandbox", cool_down_minutes=0)
        approved(make_campaign(app, send_at=first + offset))
        due[app.app_key] = first + offset
    assert timezone.now() + START / 2 < first, "This machine is too slow for so many campaigns."
    return due


def _programs() -> list[processes.Program]:
    """All but the web; on servers a second push worker."""
    found = [program for program in processes.programs(8000) if program.name != "web"]
    if "DATABASE_URL" in os.environ:
        push = found[0]
        other = ["push2@%h" if word == "push@%h" else word for word in push.command]
        found.append(processes.Program("second push worker", other))
    return found


def _log() -> Path:
    return Path(settings.VAR_DIR) / "bench.log"


def _running(program: processes.Program, sandbox_url: str) -> ExitStack:
    environment = {
        **os.environ,
        "SANDBOX_URL": sandbox_url,
        "DJANGO_SETTINGS_MODULE": "pushconsole.settings",
    }
    with _log().open("ab") as log:
        process = subprocess.Popen(
            program.command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    stack = ExitStack()
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return stack
