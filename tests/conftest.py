"""Tests that this machine cannot run are skipped and reported; with CI=true they fail."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme
from _pytest.terminal import TerminalReporter
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from campaigns.lib import database_clock
from campaigns.sending import sender_pulse, tick
from campaigns.sending.host import clock, readiness, witness
from campaigns.sending.host.interval import Interval
from tests import canary, flushing, fresh_machine, services

NEEDS: dict[str, tuple[Callable[[], str | None], str]] = {
    "browser": (services.chromium, "Chromium"),
    "postgres": (services.postgresql, "PostgreSQL"),
    "redis": (services.redis_server, "redis-server"),
}
"""marker -> (what finds the program, what to install)."""


def everything_required() -> bool:
    return os.environ.get("CI") == "true" or os.environ.get("REQUIRE_ALL") == "1"


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (find, program) in NEEDS.items():
        if item.get_closest_marker(marker) and find() is None:
            stop = pytest.fail if everything_required() else pytest.skip
            stop(f"{program} is not installed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is about the database that this run does not use."""
    other = [item for item in items if _is_about_another_database(item)]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if item not in other]


def _is_about_another_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("database")
    vendor = marker.args[0] if marker else "sqlite"
    is_about_one = marker or item.get_closest_marker("programs")
    return bool(is_about_one) and vendor != connection.vendor


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking at it again in each collection costs a tenth."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_configure() -> None:
    canary.start()


@pytest.fixture(autouse=True)
def _canary_is_nowhere() -> Iterator[None]:
    canary.watch_log()
    yield
    seen = canary.taken()
    assert not seen, f"The canary secret, or a signature made with it, was seen in: {seen}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and everything_required() and not exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if not hasattr(session.config, "workerinput"):  # xdist's workers end first, and share folders
        _canary_is_not_left_behind(session, reporter)


def _canary_is_not_left_behind(session: pytest.Session, reporter: TerminalReporter | None) -> None:
    temporary = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    for where in canary.left_behind([Path(settings.VAR_DIR), temporary]):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if reporter:
            reporter.write_line(f"FAILED: the canary was left in {where}", red=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter) -> Iterator[None]:
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    for reason, count in sorted(reasons.items()):
        line = f"NOT TESTED HERE ({count} left out): {reason}"
        terminalreporter.write_line(line, red=True, bold=True)
    if skipped and everything_required():
        terminalreporter.write_line("FAILED: nothing may be left out with CI=true", red=True)


@pytest.fixture(autouse=True)
def _machine_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has left it yet, and whoever travels in time has not set its clock. PostgreSQL's
    clock does not travel along, so the machine's stands in for it (`tests.lib.test_database_clock`
    and the faults have the real one)."""
    fresh_machine.become_new()
    monkeypatch.setattr(witness, "has_sent", lambda: False)  # what a test makes up left from here
    monkeypatch.setattr(clock, "booted", lambda: clock.BOOTED_AT_START)
    monkeypatch.setattr(database_clock, "is_shared", lambda: False)
    readiness.last_report.start_afresh()
    tick.pulse.start_afresh()
    sender_pulse.last = Interval(sender_pulse.EVERY)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test with real commits leaves the database as it was migrated."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(flushing.restoring())
        yield


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_bundle(ca: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file that makes one trust `ca`."""
    path: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return str(path)
