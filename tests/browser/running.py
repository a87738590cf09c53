"""The whole console as `make run` starts it, and Chromium, for tests and for screenshots."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import programs, services

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True)
class Demo:
    url: str
    password: str


@contextmanager
def running_demo(var_dir: Path, **changes: str) -> Iterator[Demo]:
    """`manage.py demo` in this folder, on a free port, until the block ends. `changes` are more
    variables of its environment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (var_dir / "stderr").open("wb") as complaints:
        running = subprocess.Popen(
            [*programs.MANAGE, "demo"],
            cwd=programs.ROOT,
            env=programs.environment(var_dir, {"PORT": str(port), **changes}),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    try:
        yield Demo(f"http://127.0.0.1:{port}", _password(running))
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)


def _password(running: "subprocess.Popen[str]") -> str:
    """Read what a newcomer reads, up to the last line."""
    assert running.stdout is not None
    said = ""
    for line in running.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    found = re.search(r"^\s*mia\s+(\S+)", said, re.MULTILINE)
    assert found, said
    return found.group(1)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=services.chromium() or os.devnull, args=FLAGS
        )
        yield chromium
        chromium.close()


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("#user-tools")
