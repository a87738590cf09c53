"""The whole console as `make run` starts it, and Chromium to look at it."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import programs, services

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SignIn = Callable[..., Page]


@dataclass(frozen=True)
class Demo:
    url: str
    password: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`manage.py demo` in a folder of its own, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    var_dir = tmp_path_factory.mktemp("demo")
    with (var_dir / "stderr").open("wb") as complaints:
        running = subprocess.Popen(
            [*programs.MANAGE, "demo"],
            cwd=programs.ROOT,
            env=programs.environment(var_dir, {"PORT": str(port)}),
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=services.chromium() or os.devnull, args=FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def sign_in(browser: Browser, demo: Demo) -> Iterator[SignIn]:
    """Sign in by name and get a page of one's own; whatever its console says against the content
    security policy fails the test."""
    said: list[str] = []
    pages: list[Page] = []

    def _sign_in(name: str, **options: object) -> Page:
        page = browser.new_context(base_url=demo.url, **options).new_page()  # type: ignore[arg-type]
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        pages.append(page)
        page.goto("/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(demo.password)
        page.get_by_role("button", name="Log in").click()
        return page

    yield _sign_in
    for page in pages:
        page.context.close()
    assert said == []
