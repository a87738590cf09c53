"""Lists say in one line why a due campaign has not left."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Application, Campaign
from tests import factories
from tests.admin.conftest import said

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
