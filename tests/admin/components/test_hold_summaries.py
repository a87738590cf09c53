"""Lists say in one line why a due campaign has not left."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Application, Campaign, Heartbeat
from campaigns.sending import heartbeats
from tests import factories
from tests.admin.conftest import page, said

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
LIST = reverse("admin:campaigns_campaign_changelist")


@pytest.mark.parametrize("url", [LIST, INDEX])
@pytest.mark.parametrize(
    ("cause", "says"),
    [
        ({"paused_reason": "stock-taking"}, "The application is paused: stock-taking"),
        ({"quiet_from": "00:00", "quiet_to": "23:59:59"}, "Quiet hours last until"),
        ({"per_hour": 1, "per_day": 1}, "The provider&#x27;s quota has no room yet."),
    ],
    ids=["pause", "quiet", "quota"],
)
def test_lists_say_why_what_is_due_waits(
    url: str, cause: dict[str, Any], says: str, marketer: Client, due: Campaign
) -> None:
    due.application.outside_sends.create(
        at=timezone.now(), note="by hand", recorded_by=User.objects.get(username="olga")
    )
    assert says not in said(marketer.get(url))
    Application.objects.update(**cause)
    assert says in said(marketer.get(url))


@pytest.mark.parametrize("url", [LIST, INDEX])
@pytest.mark.parametrize(
    ("silent", "says"),
    [
        ("at", "Start beat and the tick worker, or dispatch, and look at the broker"),
        ("senders_at", "Start the push worker, or dispatch, and look at the broker"),
    ],
)
def test_lists_say_that_nothing_ticks_or_sends(
    url: str, silent: str, says: str, marketer: Client, due: Campaign
) -> None:
    heartbeats.note_tick()
    heartbeats.note_sender()
    assert says not in said(marketer.get(url))
    Heartbeat.objects.update(**{silent: Now() - timedelta(seconds=17)})
    assert says in said(marketer.get(url))
    assert says in said(marketer.get(page(due)))
    marketer.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert "消息代理" in said(marketer.get(url))


def test_more_that_waits_costs_the_list_no_more_queries(
    marketer: Client, due: Campaign, shop: Application
) -> None:
    Application.objects.update(paused_reason="stock-taking", per_hour=9, per_day=9)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert "stock-taking" in said(marketer.get(LIST))
        return len(found)

    marketer.get(LIST)
    few = queries()
    for _ in range(3):
        factories.approved(factories.make_campaign(shop))
    assert queries() == few
