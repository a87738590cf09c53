from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from django.conf import LazySettings

from campaigns.models import Application
from tests.factories import make_application
from tests.push_server import PushServer


@pytest.fixture
def server(settings: LazySettings) -> Iterator[PushServer]:
    with PushServer() as running:
        settings.SANDBOX_URL = running.url
        yield running


@pytest.fixture
def application(transactional_db: None, server: PushServer) -> Application:
    return make_application(data_centre="sandbox", cool_down_minutes=0)


@pytest.fixture
def shop(db: None) -> Application:
    """For tests that send nothing: without a server, and rolled back instead of flushed."""
    return make_application(
        data_centre="sandbox", cool_down_minutes=0, votes_needed_everyone=1, everyone_per_day=None
    )


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_bundle(ca: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file that makes one trust `ca`."""
    path: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return str(path)
