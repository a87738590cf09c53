"""A network that drops everything without a word: a sender works again soon after it is back."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.installation import BEAT, DISPATCH, TICK_WORKER, WORKER
from tests.faults.networked import Networked, networked

pytestmark = [
    pytest.mark.faults,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.programs,
]

WORKS_WITHIN = 15
"""Seconds after a path exists: the promise."""
SLOW_MACHINE = 10
"""Seconds that a busy machine may add."""
OUTAGES = [0, 8, 45] if os.environ.get("FAULTS") == "all" else [0, 8]
"""Seconds. 0: what stands is forgotten, as by a NAT table, and new connections come through."""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Networked]:
    """Celery's programs, running; campaigns of its own for each test."""
    with networked(tmp_path_factory.mktemp("network-")) as made, ExitStack() as stack:
        made.installation.run(["-m", "tests.faults.prepare", "--applications", "12", "sandbox"])
        for number, command in enumerate([TICK_WORKER, WORKER]):
            stack.enter_context(made.programs.running([*command, "-n", f"w{number}@%h"]))
        stack.enter_context(made.programs.running(BEAT))
        made.installation.wait_for(lambda it: it.statuses()[0] == "sent")
        yield made


@pytest.fixture
def campaign(console: Networked) -> int:
    """Of an application of its own; not due."""
    return next(pk for pk in console.pks("sandbox-") if console.status(pk) == "approved")


def assert_works_again(console: Networked, campaign: int) -> None:
    console.let_be_due([campaign])
    took = console.seconds_until(
        lambda: console.status(campaign) == "sent", WORKS_WITHIN + SLOW_MACHINE
    )
    assert console.outcomes(campaign) == ["accepted"]
    print(f"sent after {took:.1f} s")


@pytest.mark.parametrize("outage", OUTAGES)
def test_database_that_was_cut_off(console: Networked, campaign: int, outage: int) -> None:
    console.database.cut()
    time.sleep(outage)
    console.database.mend()
    assert_works_again(console, campaign)


@pytest.mark.parametrize("outage", OUTAGES)
def test_broker_that_was_cut_off(console: Networked, campaign: int, outage: int) -> None:
    console.broker.cut()
    time.sleep(outage)
    console.broker.mend()
    assert_works_again(console, campaign)


def test_both_were_cut_off_from_dispatch(tmp_path_factory: pytest.TempPathFactory) -> None:
    """`dispatch` needs no broker."""
    with networked(tmp_path_factory.mktemp("dispatch-")) as console:
        console.installation.run(["-m", "tests.faults.prepare", "--applications", "1", "sandbox"])
        with console.programs.running(DISPATCH):
            console.installation.wait_for(lambda it: it.statuses()[0] == "sent")
            console.broker.cut()
            console.database.cut()
            time.sleep(2)
            console.database.mend()
            assert_works_again(console, console.pks("sandbox-")[0])
