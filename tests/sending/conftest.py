from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from campaigns.models import Application
from campaigns.sending.host import clock
from tests.factories import make_application
from tests.push_server import PushServer
from tests.sending.claimed_campaigns import QUOTA_OF_NOBODY, Set


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


@pytest.fixture
def log(settings: LazySettings, tmp_path: Path) -> Path:
    """Where this test's `sent.log` is; not there yet."""
    settings.SENT_LOG = tmp_path / "sent.log"
    return tmp_path / "sent.log"


@pytest.fixture
def roomy(application: Application) -> Application:
    """With a quota that nothing here uses up."""
    Application.objects.update(**QUOTA_OF_NOBODY)
    application.refresh_from_db()
    return application


@pytest.fixture
def differ(monkeypatch: pytest.MonkeyPatch) -> Set:
    """As if the database's clock were so many seconds behind."""

    def change(seconds: float) -> None:
        monkeypatch.setattr(clock, "ahead_of_database", lambda: timedelta(seconds=seconds))

    return change
