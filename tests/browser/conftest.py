"""The whole console as `make run` starts it, and Chromium to look at it.

It has a database of its own, so a run on PostgreSQL would repeat the same tests.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.running import Demo, log_in, running_chromium, running_demo

collect_ignore_glob = ["test_*.py"] if "DATABASE_URL" in os.environ else []
EXPECTED = ("409 (Conflict)", "401 (Unauthorized)", "403 (Forbidden)", "Status Error Code 401")
"""How Chromium and htmx note the page that tells the second of two editors, and those that tell
somebody whose session has ended; nothing is wrong with them."""
LOUD = ("error", "warning")
"""What else Chromium says is for developers, such as how to please its password manager."""
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """In a folder of its own."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Gone with the module: while it runs, its event loop keeps Django from any database."""
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def sign_in(browser: Browser, demo: Demo) -> Iterator[SignIn]:
    """Sign in by name and get a page of one's own; whatever its console says against the content
    security policy fails the test."""
    said: list[str] = []
    pages: list[Page] = []

    def _listen(message: ConsoleMessage) -> None:
        if message.type in LOUD and not any(one in message.text for one in EXPECTED):
            said.append(message.text)

    def _sign_in(name: str, **options: object) -> Page:
        page = browser.new_context(base_url=demo.url, **options).new_page()  # type: ignore[arg-type]
        page.on("console", _listen)
        page.on("pageerror", lambda error: said.append(str(error)))
        pages.append(page)
        log_in(page, name, demo.password)
        return page

    yield _sign_in
    for page in pages:
        page.context.close()
    assert said == []
