"""SIGKILL at every point of a send: never two requests, and the right state in the end."""

import os
import signal
import socket
import ssl
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
    "before it is noted": (0, "unknown"),
    "noted": (0, "unknown"),
    "before the first byte": (0, "unknown"),
    "in the request": (0, "unknown"),
    "request read": (1, "unknown"),
    "in the answer": (1, "unknown"),
    "answered": (1, "unknown"),
    "the answer is noted": (1, "sent"),
    "in the record": (1, "sent"),
    "recorded": (1, "sent"),
}
"""point of the kill -> requests that the provider has read in the end, state in the end."""
BY_THE_SERVER = ("request read", "in the answer")
SENDERS = {"worker": WORKER, "dispatch": DISPATCH}
SHORT = ("claimed", "noted", "in the request", "the answer is noted")
"""Points at which `dispatch` is killed too in the ordinary run; with FAULTS=all at each."""
CASES = [("worker", point) for point in AFTER] + [
    ("dispatch", point) for point in AFTER if point in SHORT or os.environ.get("FAULTS") == "all"
]


@dataclass
class End:
    """How a scenario ended."""

    exit_code: int
    requests: int
    status: str
    outcomes: list[str]


@dataclass(frozen=True)
class Prepared:
    template: Template
    tls: ssl.SSLContext
    ca_bundle: str


def scenario(prepared: Prepared, sender: str, point: str) -> End:
    """The sender is killed; another one, which gets the message again and twice, and a tick with
    its reaper take over."""
    with ExitStack() as stack:
        server = stack.enter_context(PushServer(tls=prepared.tls))
        installation = prepared.template.copy(server.url, ca_bundle=prepared.ca_bundle)
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
        installation.wait_for(lambda it: not it.noted())
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
def prepared(template: Template, tls: ssl.SSLContext, ca_bundle: str) -> Prepared:
    return Prepared(template, tls, ca_bundle)


@pytest.fixture(scope="module")
def ends(prepared: Prepared) -> Iterator[dict[tuple[str, str], Future[End]]]:
    """Every scenario, under way side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {case: pool.submit(scenario, prepared, *case) for case in CASES}


@pytest.mark.parametrize(("sender", "point"), CASES)
def test_kill_sends_at_most_once_and_leaves_the_truth(
    ends: dict[tuple[str, str], Future[End]], sender: str, point: str
) -> None:
    end = ends[sender, point].result()
    requests, status = AFTER[point]
    assert end.exit_code == -signal.SIGKILL
    assert (end.requests, end.status) == (requests, status)
    assert len(end.outcomes) == 1


def test_reaper_that_is_killed_leaves_its_work_to_the_next(prepared: Prepared) -> None:
    with PushServer(tls=prepared.tls) as server:
        installation = prepared.template.copy(server.url, ca_bundle=prepared.ca_bundle)
        with installation.running(WORKER, SEND="1", CRASH="claimed") as victim:
            victim.wait(END_WITHIN)
        with installation.running(DISPATCH, CRASH="in the reaper") as reaper:
            assert reaper.wait(END_WITHIN) == -signal.SIGKILL
        assert (installation.statuses(), installation.outcomes()) == (["sending"], ["open"])
        with installation.running(DISPATCH):
            installation.wait_for(lambda it: it.statuses() == ["unknown"])
    assert (server.requests, installation.outcomes()) == ([], ["unknown"])
