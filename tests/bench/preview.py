"""What one pause in typing costs the server: the live answer of the compose page."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.admin.composer.forms import CampaignForm
from campaigns.models import Campaign
from tests.bench.row import Row, seconds
from tests.factories import make_campaign, user

USERS = 1_000


def rows() -> Iterator[Row]:
    author = user("mia", roles.MARKETER)
    many: dict[str, Any] = {
        "audience_kind": "users",
        "audience_userid": [f"user-{n:06}" for n in range(USERS)],
    }
    draft = make_campaign(author=author, audience_tag=[], **many)
    client, address = (
        Client(headers={"host": "localhost"}),
        reverse("admin:campaigns_campaign_preview", args=[draft.pk]),
    )
    client.force_login(author)
    typed = _posted(draft)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, typed)
    assert answer.status_code == 200
    asked = len(queries)
    took = seconds(lambda: client.post(address, typed), times=50)
    measured = f"{took * 1e3:.1f} ms, {asked} queries"
    yield Row(f"preview round trip on the server, {USERS:,} user ids", measured, "<= 30 ms")


def _posted(draft: Campaign) -> dict[str, Any]:
    """What a browser posts for this draft."""
    form = CampaignForm(instance=draft, user=draft.author)
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, "")}
