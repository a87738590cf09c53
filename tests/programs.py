"""The programs of the console as an operator starts them, with an environment of their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "pushconsole"]
GUNICORN = [sys.executable, "-m", "gunicorn", "pushconsole.wsgi"]
MANAGE = [sys.executable, "manage.py"]

PROGRAMS: dict[str, list[str]] = {
    "web": [*GUNICORN, "--no-control-socket", "--bind", "127.0.0.1:0"],
    "tick worker": [*CELERY, "worker", "-Q", "tick", "-P", "solo"],
    "push worker": [*CELERY, "worker", "-Q", "push", "-P", "threads", "-c", "2"],
    "beat": [*CELERY, "beat"],
    "dispatch": [*MANAGE, "dispatch", "--once"],
}

KEEP = ("PATH", "HOME", "LANG", "TMPDIR")


def environment(var_dir: Path, changes: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the machine's own settings; `changes` are what the operator sets."""
    kept = {name: os.environ[name] for name in KEEP if name in os.environ}
    return {**kept, "ENV_FILE": os.devnull, "VAR_DIR": str(var_dir), **changes}


def run(
    command: list[str], var_dir: Path, changes: Mapping[str, str], seconds: float = 60
) -> "subprocess.CompletedProcess[str]":
    """Its exit code and what it said; subprocess.TimeoutExpired if it runs on."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(var_dir, changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
