"""The composer counts the day's pushes to everyone as the submission does."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Application
from tests import factories
from tests.admin.conftest import change

pytestmark = pytest.mark.django_db


def time_zone_where_it_is_midday() -> str:
    """There the default window of four hours ends on the same day; by POSIX, -1 is east."""
    return f"Etc/GMT{timezone.now().hour - 12:+d}"


def test_composer_does_not_call_ready_what_the_limit_refuses(
    marketer: Client, shop: Application
) -> None:
    midday = time_zone_where_it_is_midday()
    Application.objects.update(everyone_per_day=1, cool_down_minutes=0, time_zone=midday)
    everyone: dict[str, Any] = {"audience_kind": "everyone", "audience_tag": []}
    factories.approved(factories.make_campaign(shop, **everyone))
    second = factories.make_campaign(shop, **everyone)
    fields = [problem.field for problem in marketer.get(change(second)).context["live"].problems]
    assert fields == ["send_at"]
