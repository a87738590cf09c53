"""Which image a device shows beside a notification, and why it may not."""

from collections.abc import Mapping
from typing import Any

from campaigns.domain.message.precedence import text_at
from campaigns.domain.provider.limits import HTTPS_URLS
from campaigns.domain.translatable import Text, translatable

from .catalogue import BRANDS, DeviceKind
from .message_class import CATEGORY_PATHS, HONOR_IMPORTANCE, LOW

K = DeviceKind
IMAGE_PATHS: dict[DeviceKind, str] = {
    K.IPHONE: "notification.ios.richMediaUri",
    K.HUAWEI: "notification.android.hw.image",
    K.HONOR: "notification.android.honor.image",
    K.XIAOMI: "notification.android.mi.large_icon_uri",
    K.FCM: "notification.android.fcm.imageUrl",
    K.HARMONY: "notification.harmonyOS.ohos.image",
}
"""OPPO and vivo show none. Source: the page; Tencent Cloud 269/138170 (2026-11)."""


def wanted(body: Mapping[str, Any], kind: DeviceKind) -> str:
    """The image that the body names for this kind of device, shown or not; "" for none."""
    return text_at(body, IMAGE_PATHS[kind]) if kind in IMAGE_PATHS else ""


def image(body: Mapping[str, Any], kind: DeviceKind) -> str:
    """The image that is shown; "" for none."""
    return "" if dropped(body, kind) else wanted(body, kind)


def dropped(body: Mapping[str, Any], kind: DeviceKind) -> Text | None:
    """Why a wanted image is not shown; None when it is, or none is wanted. Source: the page."""
    url = wanted(body, kind)
    if not url:
        return None
    if kind is K.HONOR and text_at(body, HONOR_IMPORTANCE) == LOW:
        return translatable("Honor shows no image with importance LOW.")
    if kind is K.IPHONE and not text_at(body, CATEGORY_PATHS[kind]):
        return translatable("iPhone shows no rich media without a category.")
    if IMAGE_PATHS[kind] in HTTPS_URLS and not url.lower().startswith("https://"):
        return translatable("%(brand)s shows no image that is not https.", brand=BRANDS[kind])
    return None
