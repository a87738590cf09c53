"""Clocks that differ, ticks that piled up, a broker that changes its role: what is due leaves, and
where it cannot, every due campaign says so."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import redis
from kombu import Connection

from pushconsole.celery import app
from tests.faults.conftest import MakeTemplate
from tests.faults.console import Console, running_console, stopped
from tests.faults.installation import BEAT, TICK_WORKER
from tests.faults.shifted_clock import shifted

pytestmark = [pytest.mark.faults, pytest.mark.redis, pytest.mark.database("postgresql")]

ALL = os.environ.get("FAULTS") == "all"
STALE = 20_000
OFFSETS = (-2, 2, -25, 25, -40, 40, -3_600, 3_600) if ALL else (-2, 40)
"""Seconds by which the clock of beat's machine is ahead."""
NOTHING_TICKS, NOTHING_SENDS = "nothing has ticked since", "no sender has taken up anything since"
CAMPAIGNS = len(OFFSETS) + 16


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """Of campaigns; each is used once."""
    return iter(range(1, CAMPAIGNS + 1))


@pytest.fixture
def number(numbers: Iterator[int]) -> int:
    return next(numbers)


@pytest.fixture(scope="module")
def console(make_template: MakeTemplate) -> Iterator[Console]:
    with running_console(make_template(CAMPAIGNS)) as running:
        yield running


@pytest.fixture(autouse=True)
def _all_run(console: Console) -> Iterator[None]:
    """Whatever happens, no program ends by itself."""
    yield
    console.assert_all_run()


def test_the_clock_of_a_process_is_shifted() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import time; time.sleep(0.1); print(time.time())"],
        env=os.environ | shifted(-25),
        capture_output=True,
        check=True,
    )
    assert -26 < float(said.stdout) - time.time() < -20


@pytest.mark.parametrize("offset", OFFSETS)
def test_beat_on_another_clock_sends(console: Console, number: int, offset: int) -> None:
    before = len(console.server.requests)
    with stopped(console.beats), console.installation.running(BEAT, **shifted(offset)):
        console.assert_sent_once(number, before, console.due_soon(number))


def _client(console: Console) -> "redis.Redis":
    return redis.Redis(port=console.redis.port, password=console.redis.password)


def test_ticks_that_piled_up_delay_nothing_and_fill_no_log(console: Console, number: int) -> None:
    """The campaign leaves while most of them still wait."""
    with _client(console) as client:
        with stopped([*console.ticker, *console.beats]):
            with Connection(console.installation.redis_url) as broker:
                for _ in range(2):  # Redis hands the first to the worker that is stopped
                    app.send_task("campaigns.tick", connection=broker, queue="tick")
            (tick, *_) = client.lrange("tick", 0, 0)
            for _ in range(STALE // 1_000):
                client.lpush("tick", *[tick] * 1_000)
            before, log = len(console.server.requests), len(console.installation.log())
            due = console.due_soon(number)
            time.sleep(max(0, due - 1 - time.time()))
        console.installation.wait_for(lambda it: it.statuses()[number - 1] == "sent")
        assert client.llen("tick") > STALE / 4
        console.assert_sent_once(number, before, due)
        if ALL:
            console.installation.wait_for(lambda it: client.llen("tick") < 5, 180)
        else:
            client.delete("tick")
    assert console.log_grows_by(log) < 2_000


def test_beat_adds_no_tick_while_enough_wait(console: Console) -> None:
    with _client(console) as client, stopped(console.ticker):
        time.sleep(7)
        assert client.llen("tick") <= 5  # two beats may ask at the same moment


def unblocked(client: "redis.Redis") -> None:
    """Redis ends each command that waits, as when it changes its role."""
    for other in client.client_list():
        if other["cmd"] == "brpop":
            client.execute_command("CLIENT", "UNBLOCK", other["id"], "ERROR")


def replica(client: "redis.Redis") -> None:
    """A failover there and back: for 5 s Redis takes nothing."""
    client.replicaof("127.0.0.1", "1")
    time.sleep(5)
    client.replicaof("NO", "ONE")


def full(client: "redis.Redis") -> None:
    client.config_set("maxmemory", 1)
    time.sleep(5)
    client.config_set("maxmemory", 0)


@pytest.mark.parametrize("refuse", [unblocked, replica, full])
def test_redis_that_refuses_for_a_while_ends_no_worker(
    console: Console, number: int, refuse: Callable[["redis.Redis"], None]
) -> None:
    before, log = len(console.server.requests), len(console.installation.log())
    with _client(console) as client:
        refuse(client)
    console.assert_sent_once(number, before, console.due_soon(number))
    assert console.log_grows_by(log) < 60_000


@contextmanager
def broker_gone(console: Console) -> Iterator[None]:
    console.redis.kill()
    try:
        yield
    finally:
        console.redis.start()


CAUSES: dict[str, tuple[Callable[[Console], object], str]] = {
    "push workers": (lambda console: stopped(console.senders), NOTHING_SENDS),
    "broker": (broker_gone, "nothing has ticked since"),
    "beat": (lambda console: stopped(console.beats), NOTHING_TICKS),
    "tick worker": (lambda console: stopped(console.ticker), NOTHING_TICKS),
}


@pytest.mark.parametrize("cause", CAUSES if ALL else ["push workers", "broker"])
def test_whatever_stops_every_due_campaign_says_so(
    console: Console, number: int, cause: str
) -> None:
    stop, says = CAUSES[cause]
    before = len(console.server.requests)
    with stop(console):  # type: ignore[attr-defined]
        time.sleep(2)  # until the messages that wait are used up
        due = console.due_soon(number)
        console.installation.wait_for(lambda _: says in console.hold(number))
        assert len(console.server.requests) == before
    console.assert_sent_once(number, before, due)
    assert console.hold(number) == ""


def _is_told(hold: str) -> bool:
    """That of the machine, where its report looks fresh; in any case that nothing ticks."""
    return "clock" in hold or NOTHING_TICKS in hold


@pytest.mark.parametrize("offset", [-40, 40, -3_600, 3_600] if ALL else [-40])
def test_tick_worker_whose_clock_is_refused_says_so(
    console: Console, number: int, offset: int
) -> None:
    before = len(console.server.requests)
    other = console.installation.running([*TICK_WORKER, "-n", "w9@%h"], **shifted(offset))
    with stopped(console.ticker), other:
        due = console.due_soon(number)
        console.installation.wait_for(lambda _: _is_told(console.hold(number)))
        assert len(console.server.requests) == before
    console.assert_sent_once(number, before, due)
