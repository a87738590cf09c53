"""A Redis that forgets, dies or repeats itself, and beats that are too many or none: whatever is
sent is sent once and inside its window."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from kombu import Connection

from pushconsole.celery import app
from tests.faults.conftest import MakeTemplate
from tests.faults.console import Console, running_console

pytestmark = [pytest.mark.faults, pytest.mark.redis, pytest.mark.database("postgresql")]

CAMPAIGNS = 6


@pytest.fixture(scope="module")
def console(make_template: MakeTemplate) -> Iterator[Console]:
    with running_console(make_template(CAMPAIGNS)) as running:
        yield running


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
    with Connection(console.installation.redis_url) as broker:
        for _ in range(20):
            app.send_task("campaigns.send", args=[5], connection=broker)
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
