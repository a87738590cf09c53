"""The compose form: times of day on the clock of the application."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.models import Application, Campaign
from tests import factories
from tests.admin.conftest import ADD, change, minimal, posted, said

pytestmark = pytest.mark.django_db


def test_times_are_on_the_clock_of_the_application(marketer: Client, shop: Application) -> None:
    typed = minimal(shop, send_at="2027-01-05T09:30", send_before="2027-01-05 10:00")
    answer = marketer.post(reverse(ADD), typed, follow=True)
    campaign = Campaign.objects.get()
    assert campaign.send_at == datetime(2027, 1, 5, 1, 30, tzinfo=UTC)
    assert campaign.send_before == datetime(2027, 1, 5, 2, 0, tzinfo=UTC)
    assert 'value="2027-01-05T09:30"' in said(answer)
    assert "Asia/Shanghai" in said(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("2027-03-28T02:30", "skip 02:30"), ("2027-10-31T02:30", "show 02:30 twice")],
)
def test_a_time_that_clocks_skip_or_repeat_is_refused(
    typed: str, sentence: str, marketer: Client, shop: Application
) -> None:
    Application.objects.filter(pk=shop.pk).update(time_zone="Europe/Berlin")
    answer = marketer.post(reverse(ADD), minimal(shop, send_at=typed))
    assert sentence in str(answer.context["form"].errors["send_at"])
    assert typed in said(answer)


@pytest.mark.parametrize("typed", ["x", "0001-01-01T00:00", "9999-12-31T23:59", "2027-13-01T00:00"])
def test_a_time_that_is_none_is_refused(typed: str, marketer: Client, shop: Application) -> None:
    answer = marketer.post(reverse(ADD), minimal(shop, send_at=typed))
    assert "send_at" in answer.context["form"].errors


def test_a_moment_that_nobody_touched_stays_to_the_microsecond(
    marketer: Client, draft: Campaign
) -> None:
    exact = datetime(2027, 10, 31, 0, 30, 7, 12, tzinfo=UTC)
    Campaign.objects.filter(pk=draft.pk).update(send_at=exact)
    Application.objects.update(time_zone="Europe/Berlin")
    form = marketer.get(change(draft)).context["form"]
    typed = {f.html_name: f.value() for f in form if f.value() not in (None, "")}
    typed |= {"send_at": re.search(r'value="([^"]+)"', str(form["send_at"]))[1], "title": "New"}  # type: ignore[index]
    assert marketer.post(change(draft), typed).status_code == 302
    draft.refresh_from_db()
    assert (draft.send_at, draft.title) == (exact, "New")


def test_moving_to_another_clock_keeps_the_time_of_day(
    shop: Application, people: dict[str, User], draft: Campaign
) -> None:
    berlin = factories.make_application("Berlin", time_zone="Europe/Berlin")
    people[roles.MARKETER].access.applications.add(berlin)
    client = Client()
    client.force_login(people[roles.MARKETER])
    Campaign.objects.filter(pk=draft.pk).update(send_at=datetime(2027, 1, 5, 1, 30, tzinfo=UTC))
    typed = posted(client.get(change(draft)), application=berlin.pk, send_at="2027-01-05T09:30")
    assert client.post(change(draft), typed).status_code == 302
    draft.refresh_from_db()
    assert (draft.application, draft.send_at) == (berlin, datetime(2027, 1, 5, 8, 30, tzinfo=UTC))
