"""Daily caps and night hours: what depends on when a push leaves."""

from datetime import datetime
from typing import Any

import pytest

from campaigns.domain.advice.advise import Plan
from tests.domain.advice.advised import MARKETING, about, at
from tests.domain.samples import N


def capped(sent_today: int, changes: dict[str, Any]) -> set[str]:
    brands = ("Huawei", "Honor", "Xiaomi", "OPPO", "vivo", "HarmonyOS", "iPhone")
    found = about(changes, Plan(sent_today=sent_today))
    said_of_caps = " ".join(text for _, text in found if "another day" in text)
    return {brand for brand in brands if brand in said_of_caps}


@pytest.mark.parametrize(
    ("sent_today", "brands"),
    [
        (0, set()),
        (1, set()),
        (2, {"Huawei", "Honor", "OPPO"}),
        (5, {"Huawei", "Honor", "OPPO", "Xiaomi", "vivo"}),
    ],
)
def test_the_third_marketing_push_of_a_day_is_likely_not_shown(
    sent_today: int, brands: set[str]
) -> None:
    assert capped(sent_today, MARKETING) == brands


def test_the_cap_of_harmony_holds_once_it_is_reached() -> None:
    harmony = {**MARKETING, f"{N}.harmonyOS.ohos.category": "MARKETING"}
    assert "HarmonyOS" not in capped(1, harmony)
    assert "HarmonyOS" in capped(2, harmony)


def test_daily_caps_do_not_concern_service_messages() -> None:
    assert capped(2, {}) == set()


def test_xiaomi_without_a_channel_shows_one_push_a_day() -> None:
    assert capped(1, {f"{N}.android.mi.channelId": None}) == {"Xiaomi"}


@pytest.mark.parametrize(
    ("send_at", "zone", "brands"),
    [
        (at(0), "UTC", {"Huawei", "Honor", "vivo"}),
        (at(5, 59), "UTC", {"Huawei", "Honor", "vivo"}),
        (at(6), "UTC", {"vivo"}),
        (at(7), "UTC", set()),
        (at(22, 59), "UTC", set()),
        (at(23), "UTC", {"vivo"}),
        (at(19), "Asia/Shanghai", {"Huawei", "Honor", "vivo"}),
        (at(3), "Asia/Shanghai", set()),
        (None, "UTC", set()),
    ],
)
def test_night_hours_are_read_in_the_plans_zone(
    send_at: datetime | None, zone: str, brands: set[str]
) -> None:
    found = about(MARKETING, Plan(send_at=send_at, zone=zone))
    texts = [text for field, text in found if field == "send_at"]
    assert {brand for brand in ("Huawei", "Honor", "vivo") if brand in " ".join(texts)} == brands


def test_a_vivo_system_message_may_go_at_night() -> None:
    found = about({}, Plan(send_at=at(3)))
    assert not any("vivo" in text for _, text in found)
