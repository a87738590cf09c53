"""iPhone: what iOS does with a push that APNs delivers."""

from collections.abc import Iterator

from campaigns.domain.image_header import ImageType
from campaigns.domain.message.audience import IOS
from campaigns.domain.message.precedence import text_at
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Problem, Text, translatable

from .facts import Advice, Body, ByteLimit, ImageRules, LengthLimit
from .prominence import Prominence
from .vendor import DeviceKind, Vendor

PART = "notification.ios"
CATEGORY, RICH_MEDIA = f"{PART}.category", f"{PART}.richMediaUri"
INTERRUPTION = f"{PART}.interruption-level"
APPLE = "Apple, UNNotificationInterruptionLevel"
PROMINENCES = {
    "passive": Prominence.LIST_ONLY,
    "time-sensitive": Prominence.BANNER,
    "critical": Prominence.BANNER,
}
"""By interruption level; "active" and absent are the usual. Source: APPLE (2026-11)."""


def _prominence(body: Body) -> Prominence:
    return PROMINENCES.get(text_at(body, INTERRUPTION), Prominence.NORMAL)


def _dropped_image(body: Body) -> Text | None:
    """Source: the page."""
    if text_at(body, CATEGORY):
        return None
    return translatable("iPhone shows no rich media without a category.")


def _notes(body: Body) -> Iterator[Text]:
    level = text_at(body, INTERRUPTION)
    if level == "time-sensitive":
        yield translatable("iOS breaks through Focus only if the app has the Time Sensitive right.")
    elif level == "critical":
        yield translatable(
            "iOS plays the sound even when muted, if Apple has granted the app this."
        )


def _advice(body: Body) -> Iterator[Advice]:
    level = text_at(body, INTERRUPTION)
    if level == "time-sensitive":
        text = translatable(
            "Choose active unless it is urgent: time-sensitive needs Apple's right."
        )
        yield Advice(INTERRUPTION, text, APPLE)
    elif level == "critical":
        text = translatable(
            "Choose active: critical ignores the mute switch and needs Apple's permission."
        )
        yield Advice(INTERRUPTION, text, APPLE)


def _problems(body: Body) -> Iterator[Problem]:
    if text_at(body, RICH_MEDIA) and not text_at(body, CATEGORY):
        text = translatable("Fill in the category or remove richMediaUri: it needs 1 category.")
        yield Problem(CATEGORY, text)


IPHONE = Vendor(
    kind=DeviceKind("iphone"),
    brand="iPhone",
    label=translatable("iOS"),
    system="iOS",
    platform=IOS,
    part=PART,
    length_limit=LengthLimit(
        title=40,
        text=110,
        unit=Unit.HALF_WIDTH,
        source="Alibaba Cloud help 311229; Tencent Cloud 876/41760",
        refuses=False,
    ),
    image=ImageRules(
        RICH_MEDIA,
        source="Tencent Cloud 269/138170",
        types=(ImageType.JPEG, ImageType.GIF, ImageType.PNG),
        byte_limits=(ByteLimit(10 * 1024 * 1024, "Tencent Cloud 269/138170"),),
        dropped=_dropped_image,
    ),
    category_path=CATEGORY,
    collapse_path=f"{PART}.apns-collapse-id",
    choices={
        f"{PART}.contentAvailable": {
            0: translatable("0: no"),
            1: translatable("1: yes, wake the app"),
        },
        INTERRUPTION: {
            "passive": translatable("passive: no sound, no light"),
            "active": translatable("active: as usual"),
            "time-sensitive": translatable("time-sensitive: breaks through Focus"),
            "critical": translatable("critical: ignores mute; needs Apple's consent"),
        },
    },
    prominence_rule=_prominence,
    notes=_notes,
    advice=_advice,
    problems=_problems,
)
