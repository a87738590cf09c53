"""Xiaomi phones with HyperOS or MIUI, reached through Mi Push."""

from collections.abc import Iterator

from campaigns.domain.image_header import Image, ImageType
from campaigns.domain.message.audience import ANDROID
from campaigns.domain.provider.limits import PAGE
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Text, translatable

from .facts import Body, DailyCap, ImageRules, LengthLimit
from .vendor import DeviceKind, Vendor

PART = "notification.android.mi"
PIXELS = (120, 120)
"""Width and height of an image. Source: the page."""


def _is_marketing(_body: Body) -> bool:
    """No parameter says that a push is a service message: the channel is registered as one."""
    return True


def _pixel_advice(image: Image) -> Iterator[tuple[Text, str]]:
    if (image.width, image.height) != PIXELS:
        text = translatable(
            "Make the image 120 x 120 pixels for Xiaomi: it has %(width)d x %(height)d.",
            width=image.width,
            height=image.height,
        )
        yield text, PAGE


XIAOMI = Vendor(
    kind=DeviceKind("xiaomi"),
    brand="Xiaomi",
    label=translatable("Xiaomi"),
    system="HyperOS",
    platform=ANDROID,
    part=PART,
    length_limit=LengthLimit(
        title=50,
        text=128,
        unit=Unit.CODE_POINTS,
        source="Alibaba Cloud help 311229; Tencent Cloud 876/41760",
    ),
    image=ImageRules(
        f"{PART}.large_icon_uri",
        source=PAGE,
        types=(ImageType.PNG, ImageType.JPEG),
        pixel_advice=_pixel_advice,
        note=translatable(
            "Xiaomi shows the image from MIUI 12 on, newer systems may leave it out."
        ),
    ),
    channel_path=f"{PART}.channelId",
    cap=DailyCap(5, "Xiaomi message classification (Getui): public channels 5 to 8"),
    cap_without_channel=DailyCap(1, "Xiaomi message classification (Getui): default channel"),
    marketing_rule=_is_marketing,
)
