"""A sender that is told to end finishes first; one that was frozen sends nothing when it wakes."""

import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

import pytest

from tests.faults.installation import DISPATCH, END_WITHIN, TIMING, WORKER, Template
from tests.push_server import PushServer, answer

pytestmark = pytest.mark.faults

SENDERS = {"worker": WORKER, "dispatch": DISPATCH}


def answer_slowly_after(interrupt: Callable[[], None]) -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        connection.sendall(answer()[:50])
        interrupt()
        time.sleep(1)
        connection.sendall(answer()[50:])

    return behave


@pytest.mark.parametrize("sender", SENDERS)
def test_sigterm_in_the_answer_lets_the_send_finish(template: Template, sender: str) -> None:
    with PushServer() as server:
        installation = template.copy(server.url)
        with installation.running(SENDERS[sender], SEND="1") as process:
            server.behave = answer_slowly_after(lambda: os.kill(process.pid, signal.SIGTERM))
            assert process.wait(END_WITHIN) == 0, installation.log()
        assert len(server.requests) == 1
    assert (installation.statuses(), installation.outcomes()) == (["sent"], ["accepted"])


IMPATIENT = {
    "Ctrl-C twice": (signal.SIGINT, signal.SIGINT),
    "Ctrl-C five times": (signal.SIGINT,) * 5,
    "SIGQUIT": (signal.SIGQUIT,),
    "SIGTERM, then SIGQUIT three times": (signal.SIGTERM, *(signal.SIGQUIT,) * 3),
    "all of them": (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM),
}
"""What people and their machines send to a program that does not end at once."""


@pytest.mark.parametrize("name", IMPATIENT)
@pytest.mark.parametrize("sender", SENDERS)
def test_impatient_signals_in_the_answer_lose_nothing(
    template: Template, sender: str, name: str
) -> None:
    with PushServer() as server:
        installation = template.copy(server.url)
        with installation.running(SENDERS[sender], SEND="1") as process:

            def interrupt() -> None:
                for number in IMPATIENT[name]:
                    with suppress(ProcessLookupError):
                        os.kill(process.pid, number)
                    time.sleep(0.2)

            server.behave = answer_slowly_after(interrupt)
            process.wait(END_WITHIN)
        assert len(server.requests) == 1
    found = installation.statuses(), installation.outcomes()
    assert found == (["sent"], ["accepted"]), installation.log()


def test_sender_that_slept_after_its_claim_sends_nothing(template: Template) -> None:
    """The reaper calls it unknown; awake again, the sender proves that nothing left."""
    with PushServer() as server:
        installation = template.copy(server.url)
        with ExitStack() as stack:
            sleeper = stack.enter_context(installation.running(WORKER, SEND="1", FREEZE="claimed"))
            installation.wait_for(lambda it: it.statuses() == ["sending"])
            stack.enter_context(installation.running(DISPATCH))
            installation.wait_for(lambda it: it.statuses() == ["unknown"])
            os.kill(sleeper.pid, signal.SIGCONT)
            installation.wait_for(lambda it: it.statuses() == ["missed"])
        assert server.requests == []
    assert installation.outcomes() == ["not_sent"]


@pytest.mark.parametrize("point", ["claimed", "noted"])
def test_sender_that_slept_past_the_start_guard_sends_nothing(
    template: Template, point: str
) -> None:
    """Awake before the reaper: this try is proven not sent, and only the next one sends."""
    with PushServer() as server:
        installation = template.copy(server.url)
        with ExitStack() as stack:
            sleeper = stack.enter_context(installation.running(WORKER, SEND="1", FREEZE=point))
            installation.wait_for(lambda it: it.outcomes() == ["open"])
            time.sleep(int(TIMING["START_GUARD"]) + 0.5)
            os.kill(sleeper.pid, signal.SIGCONT)
            installation.wait_for(lambda it: it.outcomes() == ["not_sent"])
            assert server.requests == []
            sleeper.kill()
            stack.enter_context(installation.running(DISPATCH))
            installation.wait_for(lambda it: it.statuses() == ["sent"])
        assert len(server.requests) == 1
    assert installation.outcomes() == ["not_sent", "accepted"]


def test_message_that_comes_three_times_sends_once(template: Template) -> None:
    with PushServer() as server:
        installation = template.copy(server.url)
        with installation.running(WORKER, SEND="1,1,1"):
            installation.wait_for(lambda it: it.statuses() == ["sent"])
            time.sleep(2)
        assert len(server.requests) == 1
