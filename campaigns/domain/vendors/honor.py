"""Honor phones with MagicOS, reached through Honor Push."""

from collections.abc import Iterator
from datetime import time

from campaigns.domain.message.audience import ANDROID
from campaigns.domain.message.precedence import text_at
from campaigns.domain.provider.limits import PAGE
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Text, translatable

from .facts import Advice, Body, ByteLimit, DailyCap, ImageRules, LengthLimit, MessageClass, Night
from .vendor import DeviceKind, Vendor

PART = "notification.android.honor"
IMPORTANCE, IMAGE = f"{PART}.importance", f"{PART}.image"
SERVICE, MARKETING = "NORMAL", "LOW"
"""What an importance makes of a push. Source: the page."""


def _dropped_image(body: Body) -> Text | None:
    """Source: the page."""
    if text_at(body, IMPORTANCE) != MARKETING:
        return None
    return translatable("Honor shows no image with importance LOW.")


def _advice(body: Body) -> Iterator[Advice]:
    why = _dropped_image(body)
    if why and text_at(body, IMAGE):
        yield Advice(IMAGE, why, PAGE)


HONOR = Vendor(
    kind=DeviceKind("honor"),
    brand="Honor",
    label=translatable("Honor"),
    system="MagicOS",
    platform=ANDROID,
    part=PART,
    length_limit=LengthLimit(
        title=60, text=4096, unit=Unit.HALF_WIDTH, source="Alibaba Cloud help 311229"
    ),
    image=ImageRules(
        IMAGE,
        source=PAGE,
        https_only=True,
        byte_limits=(
            ByteLimit(512 * 1024, PAGE),
            ByteLimit(100 * 1024, "Tencent Cloud 269/138170"),
        ),
        dropped=_dropped_image,
    ),
    class_paths=(IMPORTANCE,),
    choices={
        IMPORTANCE: {
            SERVICE: translatable("NORMAL: service"),
            MARKETING: translatable("LOW: marketing, no image"),
        }
    },
    message_class=MessageClass(
        IMPORTANCE,
        service=frozenset({SERVICE}),
        marketing=frozenset({MARKETING}),
        source=PAGE,
        silences=True,
    ),
    cap=DailyCap(2, "Tencent Cloud 1047/66807"),
    night=Night(
        time(0),
        time(6),
        translatable("Send it after 06:00: Honor shows nothing between 00:00 and 06:00."),
        source="Getui, vendors' quiet hours",
    ),
    advice=_advice,
)
