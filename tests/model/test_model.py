"""The send protocol, explored: the right one breaks nothing, each wrong one is caught."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.model.scenarios import SHORT
from tests.model.variants import VARIANTS

pytestmark = pytest.mark.model
Found = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def found() -> Found:
    """By a program of its own, because it forks; MODEL=full takes the larger bounds."""
    full = ["--full"] if os.environ.get("MODEL") == "full" else []
    program = [sys.executable, "-m", "tests.model", *full]
    done = subprocess.run(program, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", SHORT)
def test_the_protocol_holds_in_every_order(found: Found, name: str) -> None:
    assert found[name]["broken"] is None, "\n".join(found[name]["way"])
    assert found[name]["states"] > 50


@pytest.mark.parametrize("name", VARIANTS)
def test_a_wrong_sender_is_caught(found: Found, name: str) -> None:
    assert found[name]["broken"] in VARIANTS[name].breaks, "\n".join(found[name]["way"])
