"""What makers of phones and systems do with a push, as data: nothing here blocks a campaign.

Second-hand where no maker's page was reachable; where sources conflict, the tighter number.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from campaigns.domain.text_width import Unit

AS_OF = "2026-11"
"""When every source named here was read."""


class DeviceKind(StrEnum):
    """What tells apart how a push is shown; `fcm` is Android with Google's services."""

    IPHONE = "iphone"
    HUAWEI = "huawei"
    HONOR = "honor"
    XIAOMI = "xiaomi"
    OPPO = "oppo"
    VIVO = "vivo"
    FCM = "fcm"
    HARMONY = "harmony"


K = DeviceKind
BRANDS: dict[DeviceKind, str] = {
    K.IPHONE: "iPhone",
    K.HUAWEI: "Huawei",
    K.HONOR: "Honor",
    K.XIAOMI: "Xiaomi",
    K.OPPO: "OPPO",
    K.VIVO: "vivo",
    K.FCM: "Android (FCM)",
    K.HARMONY: "HarmonyOS",
}


@dataclass(frozen=True)
class Room:
    """How much of title and text gets through, in `unit`; None: no number is known. `refuses`:
    the vendor may drop the whole notification when it is longer, rather than cut it."""

    title: int | None
    text: int | None
    unit: Unit
    source: str
    refuses: bool = True
    as_of: str = AS_OF


_LENGTHS = "Alibaba Cloud help 311229"
ROOMS: dict[DeviceKind, Room] = {
    K.IPHONE: Room(40, 110, Unit.HALF_WIDTH, f"{_LENGTHS}; Tencent Cloud 876/41760", refuses=False),
    K.HUAWEI: Room(
        40, 80, Unit.CODE_POINTS, "Tencent TPNS 876/41760; Huawei's console says 1024 for the text"
    ),
    K.HONOR: Room(60, 4096, Unit.HALF_WIDTH, _LENGTHS),
    K.XIAOMI: Room(50, 128, Unit.CODE_POINTS, f"{_LENGTHS}; Tencent Cloud 876/41760"),
    K.OPPO: Room(
        32, 200, Unit.CODE_POINTS, "Alibaba Cloud mPaaS (title); OPPO says 50 and 200 (yimenapp)"
    ),
    K.VIVO: Room(40, 100, Unit.HALF_WIDTH, _LENGTHS),
    K.FCM: Room(None, 597, Unit.CODE_POINTS, "Braze, message formats", refuses=False),
    K.HARMONY: Room(60, 4096, Unit.HALF_WIDTH, _LENGTHS),
}


@dataclass(frozen=True)
class Categories:
    """A vendor's list, told apart by what a marketing push loses: sound and place."""

    service: frozenset[str]
    marketing: frozenset[str]
    source: str
    as_of: str = AS_OF

    def lists(self, category: str) -> bool:
        return category in self.service or category in self.marketing


# fmt: off
_HUAWEI_SERVICE = frozenset({
    "IM", "VOIP", "SUBSCRIPTION", "TRAVEL", "HEALTH", "WORK", "ACCOUNT", "EXPRESS", "FINANCE",
    "DEVICE_REMINDER", "MAIL", "PLAY_VOICE",
})
_ORDERS = frozenset({"IM", "ACCOUNT", "DEVICE_REMINDER", "ORDER", "TODO", "SUBSCRIPTION"})
_CONTENT = frozenset({"NEWS", "CONTENT", "MARKETING", "SOCIAL"})
# fmt: on
CATEGORIES: dict[DeviceKind, Categories] = {
    K.HUAWEI: Categories(
        _HUAWEI_SERVICE | {"SYSTEM_REMINDER"},
        frozenset({"MARKETING"}),
        "Huawei Push Kit, Message Classification Standards",
    ),
    K.HARMONY: Categories(
        _HUAWEI_SERVICE | {"MISS_CALL", "CUSTOMER_SERVICE"},
        frozenset({"MARKETING"}),
        "Huawei Push Kit for HarmonyOS; Alibaba Cloud help 2835878",
    ),
    K.OPPO: Categories(_ORDERS, _CONTENT, "OPPO message classification, TRTC 60576"),
    K.VIVO: Categories(_ORDERS, _CONTENT, "vivo message classification (third-party clients)"),
}

VIVO_SYSTEM, VIVO_OPERATIONAL = "1", "0"
VIVO_CATEGORIES: dict[str, frozenset[str]] = {
    VIVO_SYSTEM: CATEGORIES[K.VIVO].service,
    VIVO_OPERATIONAL: CATEGORIES[K.VIVO].marketing,
}
"""By `vivo.classification`; a category under the wrong one is vivo's error 10097."""


@dataclass(frozen=True)
class Cap:
    """So many marketing pushes a natural day show on one device; more are not shown."""

    a_day: int
    source: str
    as_of: str = AS_OF


CAPS: dict[DeviceKind, Cap] = {
    K.HUAWEI: Cap(2, "Huawei Push Kit, Message Classification Standards"),
    K.HONOR: Cap(2, "Tencent Cloud 1047/66807"),
    K.XIAOMI: Cap(5, "Xiaomi message classification (Getui): public channels 5 to 8"),
    K.OPPO: Cap(2, "OPPO message classification (Getui)"),
    K.VIVO: Cap(5, "vivo message classification (Tencent)"),
    K.HARMONY: Cap(2, "Huawei Push Kit for HarmonyOS"),
}
XIAOMI_DEFAULT_CHANNEL = Cap(1, "Xiaomi message classification (Getui): default channel")


@dataclass(frozen=True)
class Night:
    """From `start` to before `end`, local time; over midnight when `end` is the smaller."""

    start: time
    end: time
    source: str
    as_of: str = AS_OF

    def holds(self, clock: time) -> bool:
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


NIGHTS: dict[DeviceKind, Night] = {
    K.HUAWEI: Night(time(0), time(6), "Getui, vendors' quiet hours"),
    K.HONOR: Night(time(0), time(6), "Getui, vendors' quiet hours"),
    K.VIVO: Night(time(23), time(7), "Alibaba Cloud help 616229"),
}
"""Huawei: silent once the screen is off for 30 minutes. Honor: nothing is shown. vivo:
operational messages are not taken."""

HARMONY_IMAGE_PIXELS = 25_000
"""Length x width; above it the image, some say the notification, is not shown. Sources: Tencent,
RongCloud's Java SDK; RongCloud's page says 49152."""
