"""What is slow, locked or dead holds up nobody else."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.installation import (
    BEAT,
    DISPATCH,
    TICK_WORKER,
    WORKER,
    Installation,
    Template,
)
from tests.faults.networked import Networked, networked, running_servers, template_of

pytestmark = [
    pytest.mark.faults,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.programs,
]

PUSH_WORKER = [part if part != "2" else "8" for part in WORKER]
CELERY: tuple[list[str], ...] = (TICK_WORKER, PUSH_WORKER, BEAT)
SENDERS = {"celery": CELERY}
if os.environ.get("FAULTS") == "all":
    SENDERS["dispatch"] = (DISPATCH,)
IN_TIME = 1
"""Seconds by which another's campaign may be late: the promise."""
SLOW_MACHINE = 15
"""Seconds that a busy machine may add; what held them up lasts much longer."""
CONNECT_TIMEOUT = 80
"""Seconds for which the data centre hangs that accepts and never completes."""


def senders(stack: ExitStack, installation: Installation, sender: str) -> None:
    for number, command in enumerate(SENDERS[sender]):
        name = ["-n", f"w{number}@%h"] if "worker" in command else []
        stack.enter_context(installation.running([*command, *name]))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with running_servers() as servers:
        yield template_of(tmp_path_factory.mktemp("holdups-"), servers, sandbox=4, hanging=12)


@pytest.fixture
def console(template: Template) -> Iterator[Networked]:
    """The data centre "hanging" takes every connection and completes none."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        environment = {
            "EXTRA_DATA_CENTRES": f"hanging=https://127.0.0.1:{listener.getsockname()[1]}",
            "CONNECT_TIMEOUT": str(CONNECT_TIMEOUT),
            "IDLE_TIMEOUT": "3",
        }
        with networked(template, **environment) as made:
            yield made


def assert_sent_in_time(console: Networked, campaign: int) -> None:
    console.let_be_due([campaign], 1)
    late = console.seconds_until(
        lambda: console.status(campaign) == "sent", 1 + IN_TIME + SLOW_MACHINE
    )
    assert console.outcomes(campaign) == ["accepted"]
    print(f"sent {late - 1:+.2f} s after it was due")


@pytest.mark.parametrize("sender", SENDERS)
def test_locked_application_holds_up_no_other(console: Networked, sender: str) -> None:
    """Neither the tick, which has a claim of it to reap, nor the threads that send."""
    [first], (second, third, *_) = console.pks("Sale"), console.pks("sandbox-")
    with ExitStack() as stack:
        senders(stack, console.programs, sender)
        console.installation.wait_for(lambda it: console.status(first) == "sent")
        reaped = console.pks("hanging-")[0]
        console.installation.change(
            "UPDATE campaigns_campaign SET status = 'sending',"  # noqa: S608 (our own number)
            f" status_since = '2020-01-01+00' WHERE id = {reaped}"
        )
        with console.locked(reaped), console.locked(second):
            console.let_be_due([second])
            time.sleep(2)
            assert_sent_in_time(console, third)
            assert (console.status(reaped), console.status(second)) == ("sending", "approved")
        console.seconds_until(lambda: console.status(reaped) == "unknown", 30)
        console.seconds_until(lambda: console.status(second) == "sent", 30)
    assert console.outcomes(second) == ["accepted"]
    assert "Traceback" not in console.installation.log()


@pytest.mark.parametrize("sender", SENDERS)
def test_data_centre_that_hangs_holds_up_no_other(console: Networked, sender: str) -> None:
    [first], works, hanging = console.pks("Sale"), console.pks("sandbox-"), console.pks("hanging-")
    with ExitStack() as stack:
        senders(stack, console.programs, sender)
        console.installation.wait_for(lambda it: console.status(first) == "sent")
        console.let_be_due(hanging)
        time.sleep(5)  # until they have taken what they can get
        for campaign in works:
            assert_sent_in_time(console, campaign)
        assert [outcome for pk in hanging for outcome in console.outcomes(pk)] == []


def test_client_that_stops_within_its_claim_lets_go(console: Networked) -> None:
    """Between lock and commit; PostgreSQL ends its transaction, and another sends."""
    [first] = console.pks("Sale")
    with ExitStack() as stack:
        sleeper = stack.enter_context(
            console.programs.running(WORKER, SEND=str(first), FREEZE="in the claim")
        )
        console.seconds_until(lambda: _is_idle_in_transaction(console), 60)
        stack.enter_context(console.programs.running(DISPATCH))
        console.seconds_until(lambda: console.status(first) == "sent", 40)
        os.kill(sleeper.pid, signal.SIGCONT)
        time.sleep(4)
    assert console.outcomes(first) == ["accepted"]
    assert len(console.server.requests) == 1


def _is_idle_in_transaction(console: Networked) -> bool:
    question = "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'"
    return bool(console.installation.rows(question))
