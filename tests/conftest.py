"""What this machine cannot run is left out, and said loudly; with CI=true it is a failure."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from _pytest.terminal import TerminalReporter
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from campaigns import roles
from tests import services

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
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and everything_required() and not exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


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


@receiver(post_migrate)
def _roles_again(sender: AppConfig, **_: object) -> None:
    """A test with real commits empties every table afterwards, the roles of the migration too."""
    if sender.label == "sandbox":
        from tests import factories

        for role in roles.ROLES:
            factories.make_group(role)


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_bundle(ca: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file that makes one trust `ca`."""
    path: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return str(path)
