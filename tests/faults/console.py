"""All programs that send, running on one Redis that a test ends, fills or changes."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from tests.faults.installation import BEAT, ROOT, TICK_WORKER, WORKER, Installation, Template
from tests.faults.redis_to_kill import RedisToKill
from tests.push_server import PushServer

SOON = 3
"""Seconds until a campaign is due: the fault begins before and ends after."""
A_WHILE = 4
"""Seconds in which a campaign that could leave again would leave again."""


@dataclass
class Console:
    """Two beats, a tick worker and three push workers on one Redis, running."""

    installation: Installation
    redis: RedisToKill
    server: PushServer
    beats: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    ticker: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    senders: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def processes(self) -> list["subprocess.Popen[bytes]"]:
        return [*self.beats, *self.ticker, *self.senders]

    def due_soon(self, number: int) -> float:
        """Lets campaign `number` become due; returns the moment in seconds since the epoch."""
        due = int(time.time()) + SOON
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(due))
        zone = "+00" if self.installation.database_url else ""
        self.installation.change(
            f"UPDATE campaigns_campaign SET next_try_at = '{stamp}{zone}' WHERE id = {number}"  # noqa: S608 (our own number)
        )
        return due

    def attempts(self, number: int) -> list[tuple[str, float]]:
        """Outcome, and when it was begun, in seconds since the epoch."""
        rows = self.installation.rows(
            "SELECT outcome, started, campaign_id FROM campaigns_attempt"
            " JOIN campaigns_submission ON submission_id = campaigns_submission.id"
        )
        return [(row[0], _seconds(row[1])) for row in rows if row[2] == number]

    def assert_sent_once(self, number: int, before: int, due: float) -> None:
        """And not early; `before` is how many requests had been read before."""
        self.installation.wait_for(lambda it: it.statuses()[number - 1] == "sent")
        time.sleep(A_WHILE)
        [(outcome, begun)] = self.attempts(number)
        assert (outcome, len(self.server.requests)) == ("accepted", before + 1)
        assert begun >= due

    def hold(self, number: int) -> str:
        """What `campaign show` says that the campaign waits for, "" for nothing."""
        command = [sys.executable, "manage.py", "campaign", "show", str(number)]
        environment = self.installation.environment
        shown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        found = json.loads(shown.stdout)["hold"]
        return str(found["reason"]) if found else ""

    def assert_all_run(self) -> None:
        assert [process.poll() for process in self.processes] == [None] * len(self.processes)

    def log_grows_by(self, size: int) -> int:
        """Characters of the log after its first `size`."""
        return len(self.installation.log()) - size


def _seconds(stored: datetime | str) -> float:
    moment = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


@contextmanager
def stopped(processes: list["subprocess.Popen[bytes]"]) -> Iterator[None]:
    """By SIGSTOP, for as long as it lasts."""
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


@contextmanager
def running_console(template: Template) -> Iterator[Console]:
    """Its campaigns are due in 2030, until `due_soon`."""
    with ExitStack() as stack:
        server = stack.enter_context(PushServer())
        redis = stack.enter_context(RedisToKill())
        installation = replace(template.copy(server.url), redis_url=f"{redis.base_url}/0")
        installation.change("UPDATE campaigns_application SET per_hour = 99, per_day = 99")
        installation.change("UPDATE campaigns_campaign SET next_try_at = '2030-01-01 00:00:00'")

        def start(*arguments: str) -> "subprocess.Popen[bytes]":
            return stack.enter_context(installation.running(arguments))

        ticker = [start(*TICK_WORKER, "-n", "w0@%h")]
        senders = [start(*WORKER, "-n", f"w{number}@%h") for number in (1, 2, 3)]
        beats = [start(*BEAT) for _ in range(2)]
        question = "SELECT senders_at FROM campaigns_heartbeat WHERE senders_at IS NOT NULL"
        installation.wait_for(lambda it: bool(it.rows(question)))
        yield Console(installation, redis, server, beats, ticker, senders)
