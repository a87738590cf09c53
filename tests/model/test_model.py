"""The product's send protocol breaks no invariant; each wrong sender breaks one."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.model import invariants
from tests.model.scenarios import FULL, SHORT, SMALL
from tests.model.variants import VARIANTS

Found = dict[str, dict[str, Any]]
IS_FULL = os.environ.get("MODEL") == "full"


def _explore(scope: str, *names: str) -> Found:
    """By a program of its own, because it forks; `names` are some of the scope's jobs."""
    program = [sys.executable, "-m", "tests.model", "--scope", scope, *names]
    done = subprocess.run(program, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def small() -> Found:
    return _explore("small")


@pytest.fixture(scope="module")
def large() -> Found:
    return _explore("full" if IS_FULL else "short")


@pytest.mark.slow
def test_short_form_holds_and_catches_a_wrong_sender() -> None:
    wrong = VARIANTS["nobody_reaps"]
    found = _explore("small", wrong.scenario, "nobody_reaps")
    assert found[wrong.scenario]["broken"] is None
    assert found["nobody_reaps"]["broken"] == wrong.breaks


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_nothing_breaks_where_wrong_senders_do(small: Found, name: str) -> None:
    assert small[name]["broken"] is None, "\n".join(small[name]["way"])


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_a_wrong_sender_is_caught(small: Found, name: str) -> None:
    assert small[name]["broken"] == VARIANTS[name].breaks, "\n".join(small[name]["way"])


def test_every_invariant_and_every_scenario_can_fail() -> None:
    names = {one for name, one in vars(invariants).items() if name.isupper() and type(one) is str}
    assert {variant.breaks for variant in VARIANTS.values()} == names
    assert {variant.scenario for variant in VARIANTS.values()} == set(SMALL)


@pytest.mark.model
@pytest.mark.parametrize("name", FULL if IS_FULL else SHORT)
def test_the_protocol_holds_in_every_order(large: Found, name: str) -> None:
    assert large[name]["broken"] is None, "\n".join(large[name]["way"])
    assert large[name]["states"] > 50
