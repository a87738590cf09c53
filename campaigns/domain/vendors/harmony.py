"""Huawei phones with HarmonyOS NEXT, reached through Huawei Push Kit."""

from collections.abc import Iterator

from campaigns.domain.image_header import Image, ImageType
from campaigns.domain.message.audience import HARMONY_NAME
from campaigns.domain.message.precedence import text_at
from campaigns.domain.provider.limits import PAGE
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Text, translatable

from .facts import Advice, Body, DailyCap, ImageRules, LengthLimit, MessageClass
from .vendor import DeviceKind, Vendor

PART = "notification.harmonyOS.ohos"
CATEGORY, IMAGE = f"{PART}.category", f"{PART}.image"
CLASSES = "Huawei Push Kit for HarmonyOS; Alibaba Cloud help 2835878"
# fmt: off
SERVICE = frozenset({
    "IM", "VOIP", "SUBSCRIPTION", "TRAVEL", "HEALTH", "WORK", "ACCOUNT", "EXPRESS", "FINANCE",
    "DEVICE_REMINDER", "MAIL", "PLAY_VOICE", "MISS_CALL", "CUSTOMER_SERVICE",
})
# fmt: on
"""The categories of service messages. Source: CLASSES."""
PIXELS, ADVISED_PIXELS = 49_152, 128 * 128
"""Width x height of an image. Source: the page."""
CAREFUL_PIXELS, OTHERS = 25_000, "Tencent Cloud 269/138170; RongCloud Java SDK"
"""Width x height; above it the image, some say the notification, is not shown. Source: OTHERS."""


def _pixel_advice(image: Image) -> Iterator[tuple[Text, str]]:
    """One sentence, for the largest limit that the image exceeds."""
    pixels, sizes = image.width * image.height, {"width": image.width, "height": image.height}
    if pixels > PIXELS:
        text = translatable(
            "Make the image smaller for HarmonyOS: %(width)d x %(height)d is over %(limit)d pixels,"
            " and it is not shown.",
            limit=PIXELS,
            **sizes,
        )
        yield text, PAGE
    elif pixels > CAREFUL_PIXELS:
        text = translatable(
            "Make the image smaller for HarmonyOS: %(width)d x %(height)d is over %(limit)d pixels,"
            " and some phones do not show it.",
            limit=CAREFUL_PIXELS,
            **sizes,
        )
        yield text, OTHERS
    elif pixels > ADVISED_PIXELS:
        text = translatable(
            "Make the image 128 x 128 pixels or smaller for HarmonyOS, as advised: it has"
            " %(width)d x %(height)d.",
            **sizes,
        )
        yield text, PAGE


def _advice(body: Body) -> Iterator[Advice]:
    if text_at(body, IMAGE):
        text = translatable(
            "Keep the HarmonyOS image under %(limit)d pixels, length times width, such as 128 x"
            " 128: larger ones are not shown.",
            limit=CAREFUL_PIXELS,
        )
        yield Advice(IMAGE, text, OTHERS)


HARMONY = Vendor(
    kind=DeviceKind("harmony"),
    brand="HarmonyOS",
    label=translatable("HarmonyOS"),
    system="NEXT",
    platform=HARMONY_NAME,
    part=PART,
    length_limit=LengthLimit(
        title=60, text=4096, unit=Unit.HALF_WIDTH, source="Alibaba Cloud help 311229"
    ),
    image=ImageRules(
        IMAGE,
        source=PAGE,
        https_only=True,
        types=(ImageType.PNG, ImageType.JPEG, ImageType.BMP),
        pixel_advice=_pixel_advice,
    ),
    category_path=CATEGORY,
    class_paths=(CATEGORY,),
    message_class=MessageClass(
        CATEGORY,
        service=SERVICE,
        marketing=frozenset({"MARKETING"}),
        source=CLASSES,
        silences=True,
    ),
    cap=DailyCap(2, "Huawei Push Kit for HarmonyOS"),
    advice=_advice,
)
