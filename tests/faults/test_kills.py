"""SIGKILL at every point of a send: never two requests, and the right state in the end."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.faults.installation import DISPATCH, END_WITHIN, WORKER, Template
from tests.push_server import PushServer, answer

pytestmark = pytest.mark.faults

TWO_TICKS = 2.5
"""Seconds in which a campaign that could go again would go again."""
AT_ONCE = 4
"""Scenarios side by side: most of their time they wait."""

AFTER: dict[str, tuple[int, str]] = {
    "connected": (1, "sent"),
    "in the claim": (1, "sent"),
    "claimed": (0, "unknown"),
    "before the first byte": (0, "unknown"),
    "in the request": (0, "unknown"),
    "request read": (1, "unknown"),
    "in the answer": (1, "unknown"),
    "answered": (1, "unknown"),
    "in the record": (1, "unknown"),
    "recorded": (1, "sent"),
}
"""point of the kill -> requests that the provider has read in the end, state in the end."""
BY_THE_SERVER = ("request read", "in the answer")
SENDERS = {"worker": WORKER, "dispatch": DISPATCH}


@dataclass
class End:
    """How a scenario ended."""

    exit_code: int
    requests: int
    status: str
    outcomes: list[str]


def scenario(template: Template, sender: str, point: str) -> End:
    """The sender is killed; another one, and a tick, take over."""
    with ExitStack() as stack:
        server = stack.enter_context(PushServer())
        installation = template.copy(server.url)
        crash = {} if point in BY_THE_SERVER else {"CRASH": point}
        with installation.running(SENDERS[sender], SEND="1", **crash) as victim:
            if point in BY_THE_SERVER:
                server.behave = _kill(victim.pid, half=point == "in the answer")
            exit_code = victim.wait(END_WITHIN)
        server.behave = None
        if sender == "worker":
            stack.enter_context(installation.running(WORKER, SEND="1,1"))
        stack.enter_context(installation.running(DISPATCH))
        installation.wait_for(lambda it: it.statuses()[0] not in ("approved", "sending"))
        time.sleep(TWO_TICKS)
        return End(
            exit_code, len(server.requests), installation.statuses()[0], installation.outcomes()
        )


def _kill(pid: int, *, half: bool) -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        if half:
            connection.sendall(answer()[:50])
        os.kill(pid, signal.SIGKILL)

    return behave


@pytest.fixture(scope="module")
def ends(template: Template) -> Iterator[dict[tuple[str, str], Future[End]]]:
    """Every scenario, under way side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            (sender, point): pool.submit(scenario, template, sender, point)
            for sender in SENDERS
            for point in AFTER
        }


@pytest.mark.parametrize("point", AFTER)
@pytest.mark.parametrize("sender", SENDERS)
def test_kill_sends_at_most_once_and_leaves_the_truth(
    ends: dict[tuple[str, str], Future[End]], sender: str, point: str
) -> None:
    end = ends[sender, point].result()
    requests, status = AFTER[point]
    assert end.exit_code == -signal.SIGKILL
    assert (end.requests, end.status) == (requests, status)
    assert len(end.outcomes) == 1
