"""How long the fast tests take."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench.row import Row

COMMAND = ["-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", "tests"]
COMMAND += ["--ignore", "tests/browser", "--ignore", "tests/faults"]


def rows() -> Iterator[Row]:
    own = {"VAR_DIR", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, *COMMAND], env=environment, capture_output=True, text=True, check=False
    )
    said = done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr[-80:]
    took = time.monotonic() - started
    yield Row("tests without browser and faults", f"{took:.0f} s ({said})", "<= 30 s")
