"""The schedule as it is typed: what a time means, what is free, and what daylight saving asks."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from campaigns.admin.composer.schedule_step import distance_text
from campaigns.admin.composer.time_picker import TypedMoment
from campaigns.models import Application, Campaign, OutsideSend
from tests import factories
from tests.admin.composer.posted_forms import form, text
from tests.admin.conftest import posted, said

pytestmark = pytest.mark.django_db
LIVE = "admin:campaigns_campaign_schedule"
NOW = datetime(2026, 11, 23, 8, 2, 30, tzinfo=UTC)
"""16:02 in Shanghai."""


@pytest.fixture(autouse=True)
def _at_four(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as stopped:
        stopped.setattr("campaigns.admin.composer.schedule_step.timezone.now", lambda: NOW)
        yield


@pytest.fixture
def berlin(shop: Application) -> Application:
    """The shop, on a clock with daylight saving time."""
    Application.objects.filter(pk=shop.pk).update(time_zone="Europe/Berlin")
    shop.refresh_from_db()
    return shop


def live(client: Client, application: Application, **typed: Any) -> Any:
    return client.post(reverse(LIVE), form(application, **typed))


def choices(answer: Any, name: str = "send_at") -> list[tuple[str, str, str]]:
    """Value, pressed, label of each button that fills the field."""
    pattern = rf'data-fill="id_{name}" data-value="(.*?)" aria-pressed="(.*?)">(.*?)</button>'
    return re.findall(pattern, said(answer))


def test_a_time_is_said_with_its_zone_and_distance(marketer: Client, shop: Application) -> None:
    answer = live(marketer, shop, send_at="2026-11-23T19:22")
    assert "on the clock of Asia/Shanghai (UTC+08:00), where it is 16:02 now" in text(answer)
    assert "2026-11-23 19:22 (Asia/Shanghai, UTC+08:00), in 3 hours, 19 minutes." in text(answer)
    assert 'data-moment="2026-11-23T11:22:00+00:00" data-zone="Asia/Shanghai"' in said(answer)
    assert "30 minutes after the start, today 19:52." in text(answer)
    answer = live(marketer, shop, send_at="2026-11-23T15:02", send_before="2026-11-24T10:00")
    assert "2026-11-23 15:02 (Asia/Shanghai, UTC+08:00), 1 hour ago." in text(answer)
    assert "2026-11-24 10:00 (Asia/Shanghai, UTC+08:00), in 17 hours, 57 minutes." in text(answer)
    assert not Campaign.objects.exists()


def test_empty_is_as_soon_as_approved(marketer: Client, shop: Application) -> None:
    answer = live(marketer, shop)
    assert "As soon as it is approved." in text(answer)
    assert "4 hours after submission, today 20:02 if submitted now." in text(answer)
    assert choices(answer)[0] == ("", "true", "As soon as approved")
    answer = live(marketer, shop, audience_kind="everyone")
    assert "10 minutes after the last vote" in text(answer)


def test_what_cannot_be_read_is_not_taken_for_empty(marketer: Client, shop: Application) -> None:
    answer = live(marketer, shop, send_at="0002-11-23T16:00")
    assert "As soon as" not in text(answer)
    assert "Left empty" not in text(answer)


def test_three_free_times_fill_the_field(marketer: Client, shop: Application) -> None:
    found = choices(live(marketer, shop))[1:]
    assert found[0] == ("2026-11-23T16:15", "false", "Today 16:15")
    assert [label for _value, _pressed, label in found] == [
        "Today 16:15",
        "Today 17:15",
        "Today 18:15",
    ]
    chosen = choices(live(marketer, shop, send_at="2026-11-23T17:15"))
    assert [pressed for _value, pressed, _label in chosen] == ["false", "false", "true", "false"]


def test_after_a_time_that_is_taken_the_next_ones_are_offered(
    marketer: Client, shop: Application
) -> None:
    for minutes in (1, 2, 3):
        OutsideSend.objects.create(
            application=shop,
            at=NOW - timedelta(minutes=minutes),
            note="x",
            recorded_by=factories.make_user(f"olaf{minutes}"),
        )
    answer = live(marketer, shop, send_at="2026-11-23T20:00")
    assert "Today 3 of 3 used, 0 reserved. At most 2 within an hour." in text(answer)
    assert 'class="budget full"' in said(answer)
    assert choices(answer)[1][2] == "Tomorrow 08:03"
    answer = live(marketer, shop, send_at="2026-11-25T20:00")
    assert "On 2026-11-25 0 of 3 used, 0 reserved." in text(answer)


def test_approved_campaigns_are_reserved(marketer: Client, shop: Application) -> None:
    factories.approved(factories.make_campaign(shop, send_at=timezone.now() + timedelta(days=40)))
    due = Campaign.objects.get().due_at
    assert due
    day = f"{due.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
    assert f"On {day} 0 of 3 used, 1 reserved." in text(
        live(marketer, shop, send_at=f"{day}T12:00")
    )


def test_quiet_hours_are_told_and_what_they_hold(marketer: Client, shop: Application) -> None:
    hours = {"quiet_from": time(22), "quiet_to": time(8)}
    Application.objects.filter(pk=shop.pk).update(**hours)
    typed = {"send_at": "2026-11-23T23:00", "send_before": "2026-11-24T09:00"}
    answer = live(marketer, shop, **typed)
    assert "Quiet hours from 22:00 to 08:00: nothing leaves then." in text(answer)
    assert "It would wait until tomorrow 08:00, because of the quiet hours." in text(answer)
    answer = live(marketer, shop, send_at="2026-11-23T23:00")
    assert "It would wait" not in text(answer)
    assert choices(answer)[1][2] == "Tomorrow 08:00"


def test_without_an_application_there_is_no_clock(marketer: Client, shop: Application) -> None:
    answer = marketer.post(reverse(LIVE), {**form(shop), "application": ""})
    assert "Choose the application first" in text(answer)


def test_a_time_that_clocks_skip_offers_the_nearest(marketer: Client, berlin: Application) -> None:
    answer = live(marketer, berlin, send_at="2027-03-28T02:30")
    assert "Clocks in Europe/Berlin skip 02:30 that day. Nearest times:" in text(answer)
    offered = [value for value, _pressed, _label in choices(answer)]
    assert offered == ["2027-03-28T01:59", "2027-03-28T03:00"]


def test_a_time_that_clocks_show_twice_is_asked(marketer: Client, berlin: Application) -> None:
    answer = live(marketer, berlin, send_at="2027-10-31T02:30")
    assert "Clocks in Europe/Berlin show 02:30 twice that day. Which one?" in text(answer)
    assert "The first 02:30 (UTC+02:00)" in text(answer)
    assert "The second 02:30 (UTC+01:00)" in text(answer)
    assert " checked" not in said(answer)
    answer = live(marketer, berlin, send_at="2027-10-31T02:30", send_at_fold="1")
    assert 'value="1" checked' in said(answer)
    assert "2027-10-31 02:30 (Europe/Berlin, UTC+01:00), in " in text(answer)


@pytest.mark.parametrize(("fold", "hour"), [("0", 0), ("1", 1)])
def test_the_answer_is_stored_and_can_be_changed(
    fold: str, hour: int, marketer: Client, berlin: Application, draft: Campaign
) -> None:
    url = reverse("admin:campaigns_campaign_change", args=[draft.pk])
    answer = {"send_at": "2027-10-31T02:30", "send_at_fold": fold}
    typed = posted(marketer.get(url), application=berlin.pk, **answer)
    assert marketer.post(url, typed).status_code == 302
    draft.refresh_from_db()
    assert draft.send_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    page = marketer.get(url)
    assert f'value="{fold}" checked' in said(page)
    other = "1" if fold == "0" else "0"
    typed = posted(page, application=berlin.pk, send_at="2027-10-31T02:30", send_at_fold=other)
    assert marketer.post(url, typed).status_code == 302
    draft.refresh_from_db()
    assert draft.send_at == datetime(2027, 10, 31, 1 - hour, 30, tzinfo=UTC)


def test_without_an_answer_nothing_is_guessed(marketer: Client, berlin: Application) -> None:
    typed = form(berlin, send_at="2027-10-31T02:30")
    answer = marketer.post(reverse("admin:campaigns_campaign_add"), typed)
    assert "Choose the first or the second" in str(answer.context["form"].errors["send_at"])
    assert "The first 02:30" in said(answer)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"seconds": 59}, "0 minutes"),
        ({"minutes": 5}, "5 minutes"),
        ({"hours": 3}, "3 hours"),
        ({"hours": 3, "minutes": 20}, "3 hours, 20 minutes"),
        ({"days": 2, "minutes": 59}, "2 days"),
        ({"days": 2, "hours": 4, "minutes": 5}, "2 days, 4 hours"),
        ({"days": 17}, "2 weeks, 3 days"),
    ],
)
def test_a_span_has_two_units(span: dict[str, int], words: str) -> None:
    before, after = (distance_text(NOW + sign * timedelta(**span), NOW) for sign in (-1, 1))
    assert before.replace("\xa0", " ").endswith(f"), {words} ago.")
    assert after.replace("\xa0", " ").endswith(f"), in {words}.")


def test_a_span_is_said_in_chinese() -> None:
    with translation.override("zh-hans"):
        assert distance_text(NOW + timedelta(hours=3, minutes=20), NOW).endswith(
            "，还有 3\xa0小时，20\xa0分钟。"
        )


def test_a_span_counts_the_hour_that_clocks_show_twice() -> None:
    typed = datetime.fromisoformat("2027-10-31T02:30")
    second = TypedMoment("send_at", typed, ZoneInfo("Europe/Berlin"), fold=1)
    assert second.moment
    said_at_two = distance_text(second.moment, datetime(2027, 10, 31, 0, 0, tzinfo=UTC))
    assert said_at_two.endswith("in 1\xa0hour, 30\xa0minutes.")
