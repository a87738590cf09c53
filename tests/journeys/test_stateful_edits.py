"""Nothing leaves but what people approved, byte for byte, whatever is edited."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.journeys.cast import prepare
from tests.journeys.faulty_products import FAULTY
from tests.journeys.machine import Console
from tests.journeys.observer import Wrong
from tests.journeys.providers import Providers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
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
SHORT = settings(ORDINARY, max_examples=5, stateful_step_count=15)
UNTIL_CAUGHT = settings(
    ORDINARY,
    max_examples=2400,
    stateful_step_count=12,
    phases=[Phase.generate],
    derandomize=True,
)


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(SHORT, id="short"),
        pytest.param(ORDINARY, id="ordinary", marks=pytest.mark.slow),
    ],
)
def test_nothing_leaves_but_what_was_approved(form: settings, providers: Providers) -> None:
    prepare()
    Console.providers, Console.arrived = providers, 0
    run_state_machine_as_test(Console, settings=form)
    assert Console.arrived >= form.max_examples / 3, "too little left to prove anything"


@pytest.mark.slow
@pytest.mark.parametrize("broken", FAULTY)
def test_a_broken_product_is_caught(broken: str, providers: Providers) -> None:
    prepare()
    Console.providers = providers
    with FAULTY[broken](), pytest.raises(Wrong):
        run_state_machine_as_test(Console, settings=UNTIL_CAUGHT)
