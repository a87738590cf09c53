from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from django.conf import LazySettings

from tests.journeys.providers import Providers, running_providers
from tests.management.conftest import run as run_command

__all__ = ["providers", "run_command"]


@pytest.fixture
def providers(
    settings: LazySettings, ca: trustme.CA, ca_bundle: str, tmp_path: Path
) -> Iterator[Providers]:
    """Two data centres; the settings lead to both."""
    settings.MAX_CLOCK_SKEW = 10**9  # the tests move this machine's clock, not the database's
    settings.SENT_LOG = tmp_path / "sent.log"
    settings.CLI_VOTES, settings.CA_BUNDLE = True, ca_bundle
    with running_providers(ca) as running:
        settings.SANDBOX_URL = running.servers["sandbox"].url
        settings.EXTRA_DATA_CENTRES = {"private": running.private}
        yield running
