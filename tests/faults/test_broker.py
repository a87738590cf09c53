"""A Redis that forgets, dies or repeats itself, and beats that are too many or none: whatever is
sent is sent once and inside its window."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from pushconsole.celery import app
from tests.faults.conftest import MakeTemplate
from tests.faults.installation import BEAT, TICK_WORKER, WORKER, Installation
from tests.faults.redis_to_kill import RedisToKill
from tests.push_server import PushServer

pytestmark = [pytest.mark.faults, pytest.mark.redis]

CAMPAIGNS = 6
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


def _seconds(stored: datetime | str) -> float:
    moment = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


@pytest.fixture(scope="module")
def console(make_template: MakeTemplate) -> Iterator[Console]:
    with ExitStack() as stack:
        server = stack.enter_context(PushServer())
        redis = stack.enter_context(RedisToKill())
        installation = replace(
            make_template(CAMPAIGNS).copy(server.url), redis_url=f"{redis.base_url}/0"
        )
        installation.change("UPDATE campaigns_application SET per_hour = 99, per_day = 99")
        installation.change("UPDATE campaigns_campaign SET next_try_at = '2030-01-01 00:00:00'")
        for number, command in enumerate([TICK_WORKER, WORKER, WORKER, WORKER]):
            stack.enter_context(installation.running([*command, "-n", f"w{number}@%h"]))
        beats = [stack.enter_context(installation.running(BEAT)) for _ in range(2)]
        installation.wait_for(lambda it: bool(it.rows("SELECT at FROM campaigns_heartbeat")))
        yield Console(installation, redis, server, beats)


def test_two_beats_and_three_workers_send_once(console: Console) -> None:
    before, due = len(console.server.requests), console.due_soon(1)
    console.assert_sent_once(1, before, due)


def test_flushed_redis_sends_once(console: Console) -> None:
    before, due = len(console.server.requests), console.due_soon(2)
    while time.time() < due + 1:
        console.redis.flush()
        time.sleep(0.05)
    console.assert_sent_once(2, before, due)


def test_restarted_redis_sends_once(console: Console) -> None:
    before, due = len(console.server.requests), console.due_soon(3)
    console.redis.stop()
    time.sleep(max(0, due + 0.5 - time.time()))
    console.redis.start()
    console.assert_sent_once(3, before, due)


def test_killed_redis_sends_once(console: Console) -> None:
    """Just when the campaign is due, with a message under way."""
    before, due = len(console.server.requests), console.due_soon(4)
    time.sleep(max(0, due - 1 - time.time()))
    console.redis.kill()
    time.sleep(2)
    console.redis.start()
    console.assert_sent_once(4, before, due)


def test_message_that_comes_twenty_times_sends_once(console: Console) -> None:
    before, due = len(console.server.requests), console.due_soon(5)
    with app.connection_for_write(url=console.installation.redis_url) as broker:
        for _ in range(20):
            app.send_task("campaigns.send", args=[5], connection=broker, expires=30)
            time.sleep(0.1)
    console.assert_sent_once(5, before, due)


def test_beat_that_is_dead_for_a_while_sends_in_the_window_or_never(console: Console) -> None:
    """Campaign 6 has hours; the one that is added has a window that ends before beat is back."""
    before, installation = len(console.server.requests), console.installation
    for beat in console.beats:
        os.kill(beat.pid, signal.SIGSTOP)
    time.sleep(2)  # until what they had sent is used up
    due = console.due_soon(6)
    installation.run(["-m", "tests.faults.prepare", "--until", "4"])
    time.sleep(5)
    assert installation.statuses()[5:] == ["approved", "approved"]
    for beat in console.beats:
        os.kill(beat.pid, signal.SIGCONT)
    console.assert_sent_once(6, before, due)
    assert (installation.statuses()[6], console.attempts(7)) == ("missed", [])
