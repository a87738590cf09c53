"""Processes on a machine whose clock is wrong: libfaketime in front of them."""

from pathlib import Path

import pytest

from tests.conftest import everything_required


def shifted(seconds: int) -> dict[str, str]:
    """The environment of a Python process whose clock is ahead by so much; its steady clock is that
    of the machine. Skips the test where libfaketime is not installed."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        stop = pytest.fail if everything_required() else pytest.skip
        stop("libfaketime is not installed")
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME": f"{seconds:+d}s",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": str(Path(__file__).parent),
    }
