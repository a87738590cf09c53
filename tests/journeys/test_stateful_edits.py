"""Whoever edits whatever by any path: nothing leaves but what people approved, byte for byte."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.journeys.broken import BROKEN
from tests.journeys.machine import Console
from tests.journeys.providers import Providers
from tests.journeys.stage import stage
from tests.journeys.witness import Wrong

pytestmark = pytest.mark.django_db
RUNS = int(os.environ.get("REVIEW_RUNS", "60"))
STEPS = int(os.environ.get("REVIEW_STEPS", "25"))
IN_FULL = "REVIEW_RUNS" in os.environ
ORDINARY = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=not IN_FULL,
    phases=[Phase.generate, Phase.shrink] if IN_FULL else [Phase.generate],
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
UNTIL_CAUGHT = settings(
    ORDINARY,
    max_examples=600,
    stateful_step_count=8,
    phases=[Phase.generate],
    derandomize=True,
)


def test_nothing_leaves_but_what_was_approved(providers: Providers) -> None:
    stage()
    Console.providers, Console.arrived = providers, 0
    run_state_machine_as_test(Console, settings=ORDINARY)
    assert Console.arrived >= RUNS / 3, "too little left to prove anything"


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_product_is_caught(broken: str, providers: Providers) -> None:
    stage()
    Console.providers = providers
    with BROKEN[broken](), pytest.raises(Wrong):
        run_state_machine_as_test(Console, settings=UNTIL_CAUGHT)
