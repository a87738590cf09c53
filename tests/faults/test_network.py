"""A network that drops everything without a word: a sender works again soon after it is back."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.installation import BEAT, DISPATCH, TICK_WORKER, WORKER, Template
from tests.faults.networked import Networked, networked, running_servers, template_of

pytestmark = [
    pytest.mark.faults,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.programs,
]

WORKS_WITHIN = 15
"""Seconds after a path exists: the promise."""
SLOW_MACHINE = 25
"""Seconds that a busy machine may add."""
OUTAGES = [0, 8, 45] if os.environ.get("FAULTS") == "all" else [2]
"""Seconds. 0: what stands is forgotten, as by a NAT table, and new connections come through."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with running_servers() as servers:
        yield template_of(tmp_path_factory.mktemp("network-"), servers, sandbox=8)


@pytest.fixture(scope="module")
def console(template: Template) -> Iterator[Networked]:
    """Celery's programs, running; campaigns of its own for each test."""
    with networked(template) as made, ExitStack() as stack:
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


def test_database_and_broker_were_cut_off_from_dispatch(template: Template) -> None:
    """`dispatch` needs no broker."""
    with networked(template) as console, console.programs.running(DISPATCH):
        console.installation.wait_for(lambda it: it.statuses()[0] == "sent")
        console.broker.cut()
        console.database.cut()
        time.sleep(2)
        console.database.mend()
        assert_works_again(console, console.pks("sandbox-")[0])
