"""How loud a push arrives: the class that a vendor puts it in, from the parameters of the page."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from campaigns.domain.message.precedence import at, text_at
from campaigns.domain.translatable import Text, translatable

from .catalogue import CATEGORIES, VIVO_SYSTEM, DeviceKind

K = DeviceKind
CATEGORY_PATHS: dict[DeviceKind, str] = {
    K.IPHONE: "notification.ios.category",
    K.HUAWEI: "notification.android.hw.category",
    K.OPPO: "notification.android.oppo.category",
    K.VIVO: "notification.android.vivo.category",
    K.HARMONY: "notification.harmonyOS.ohos.category",
}
HONOR_IMPORTANCE = "notification.android.honor.importance"
HUAWEI_IMPORTANCE = "notification.android.hw.importance"
OPPO_LEVEL = "notification.android.oppo.notify_level"
VIVO_CLASSIFICATION = "notification.android.vivo.classification"
INTERRUPTION = "notification.ios.interruption-level"
LOW, BAR_ONLY, STRONG = "LOW", 1, 16


class Prominence(StrEnum):
    """From silent in the list, over the usual way, to a banner with sound."""

    LIST_ONLY = "list only"
    NORMAL = "normal"
    BANNER = "banner"


PROMINENCES: dict[Prominence, Text] = {
    Prominence.LIST_ONLY: translatable("Silent, in the list only"),
    Prominence.NORMAL: translatable("As usual on this device"),
    Prominence.BANNER: translatable("Banner with sound"),
}

IOS_PROMINENCE = {
    "passive": Prominence.LIST_ONLY,
    "time-sensitive": Prominence.BANNER,
    "critical": Prominence.BANNER,
}
"""Source: Apple, UNNotificationInterruptionLevel (2026-11); "active" and absent are the usual."""


def is_marketing(body: Mapping[str, Any], kind: DeviceKind) -> bool:
    """Whether the vendor counts it as marketing: said so, or not known as a service message.

    iPhone and FCM know no such class. Sources: `vendors.CATEGORIES`, for Honor the page.
    """
    match kind:
        case K.IPHONE | K.FCM:
            return False
        case K.HONOR:
            return text_at(body, HONOR_IMPORTANCE) != "NORMAL"
        case K.VIVO:
            return text_at(body, VIVO_CLASSIFICATION) != VIVO_SYSTEM
        case K.HUAWEI | K.HARMONY | K.OPPO:
            return text_at(body, CATEGORY_PATHS[kind]) not in CATEGORIES[kind].service
        case _:
            return True


def prominence(body: Mapping[str, Any], kind: DeviceKind) -> Prominence:
    """How the push shows on a device that has its vendor's default settings."""
    match kind:
        case K.IPHONE:
            return IOS_PROMINENCE.get(text_at(body, INTERRUPTION), Prominence.NORMAL)
        case K.HUAWEI if text_at(body, HUAWEI_IMPORTANCE) == LOW:
            return Prominence.LIST_ONLY
        case K.HUAWEI | K.HONOR | K.HARMONY if is_marketing(body, kind):
            return Prominence.LIST_ONLY
        case K.OPPO:
            return _oppo(body)
        case _:
            return Prominence.NORMAL


def _oppo(body: Mapping[str, Any]) -> Prominence:
    """The level counts beside a category only; content and marketing stay in the drawer."""
    category, level = text_at(body, CATEGORY_PATHS[K.OPPO]), at(body, OPPO_LEVEL)
    if category in CATEGORIES[K.OPPO].marketing or (category and level == BAR_ONLY):
        return Prominence.LIST_ONLY
    return Prominence.BANNER if category and level == STRONG else Prominence.NORMAL
