"""A draft of a real application that is linked to a sandbox, and a worker that takes it up."""

from collections.abc import Iterator

import pytest
from celery import current_app
from django.conf import LazySettings

from campaigns import tasks
from campaigns.access import Actor
from campaigns.composer import rehearsals
from campaigns.models import Application, Campaign, Rehearsal
from tests import factories
from tests.push_server import PushServer

TOKEN = "R" * 22


@pytest.fixture
def server(settings: LazySettings) -> Iterator[PushServer]:
    with PushServer() as running:
        settings.SANDBOX_URL = running.url
        yield running


@pytest.fixture
def sandbox(transactional_db: None, server: PushServer) -> Application:
    return factories.make_application("Sandbox", data_centre="sandbox")


@pytest.fixture
def draft(sandbox: Application) -> Campaign:
    """Of an application on a real data centre, that is linked to the sandbox."""
    shop = factories.make_application("Shop", sandbox_application=sandbox)
    return factories.make_campaign(shop)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What would be handed to a worker."""
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_: sent.append((name, *args))
    )
    return sent


def rehearsed(campaign: Campaign, token: str = TOKEN) -> Rehearsal:
    """As a worker does it."""
    row = rehearsals.rehearse(campaign, Actor(campaign.author), token=token)
    tasks.rehearse(row.pk)
    row.refresh_from_db()
    return row
