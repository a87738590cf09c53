from collections.abc import Iterator

import pytest
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
