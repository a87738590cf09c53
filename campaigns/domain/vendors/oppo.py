"""OPPO phones with ColorOS, reached through OPPO Push. They show no image.

Source of the missing image: the page; Tencent Cloud 269/138170 (2026-11).
"""

from collections.abc import Iterator

from campaigns.domain.message.audience import ANDROID
from campaigns.domain.message.precedence import at, text_at
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Problem, Text, quote, translatable

from .facts import Advice, Body, DailyCap, LengthLimit, MessageClass
from .prominence import Prominence
from .vendor import DeviceKind, Vendor

PART = "notification.android.oppo"
CATEGORY, LEVEL = f"{PART}.category", f"{PART}.notify_level"
BAR_ONLY, BAR_AND_LOCK_SCREEN, STRONG = 1, 2, 16
"""Values of LEVEL, which counts beside a category only. Source: the page."""

CLASS = MessageClass(
    CATEGORY,
    service=frozenset({"IM", "ACCOUNT", "DEVICE_REMINDER", "ORDER", "TODO", "SUBSCRIPTION"}),
    marketing=frozenset({"NEWS", "CONTENT", "MARKETING", "SOCIAL"}),
    source="OPPO message classification, TRTC 60576",
)


def _prominence(body: Body) -> Prominence:
    """Content and marketing stay in the drawer, whatever the level."""
    category, level = text_at(body, CATEGORY), at(body, LEVEL)
    if category in CLASS.marketing or (category and level == BAR_ONLY):
        return Prominence.LIST_ONLY
    return Prominence.BANNER if category and level == STRONG else Prominence.NORMAL


def _notes(body: Body) -> Iterator[Text]:
    category = text_at(body, CATEGORY)
    if at(body, LEVEL) is not None and not category:
        yield translatable("OPPO ignores notify_level without a category.")
    elif category in CLASS.marketing:
        yield translatable("OPPO shows content and marketing in the drawer only.")


def _advice(body: Body) -> Iterator[Advice]:
    level = at(body, LEVEL)
    if text_at(body, CATEGORY) in CLASS.marketing and level in (BAR_AND_LOCK_SCREEN, STRONG):
        text = translatable(
            "Choose notify_level 1: OPPO shows marketing in the drawer only, %(level)d is lost.",
            level=level,
        )
        yield Advice(LEVEL, text, CLASS.source)


def _problems(body: Body) -> Iterator[Problem]:
    level = at(body, LEVEL)
    if level is not None and not text_at(body, CATEGORY):
        text = translatable(
            "Fill in OPPO's category or remove notify_level %(level)s: it needs one.",
            level=quote(level),
        )
        yield Problem(CATEGORY, text)


OPPO = Vendor(
    kind=DeviceKind("oppo"),
    brand="OPPO",
    label=translatable("OPPO"),
    system="ColorOS",
    platform=ANDROID,
    part=PART,
    length_limit=LengthLimit(
        title=32,
        text=200,
        unit=Unit.CODE_POINTS,
        source="Alibaba Cloud mPaaS (title); OPPO says 50 and 200 (yimenapp)",
    ),
    channel_path=f"{PART}.channelId",
    category_path=CATEGORY,
    class_paths=(CATEGORY, LEVEL),
    choices={
        LEVEL: {
            BAR_ONLY: translatable("1: notification bar"),
            BAR_AND_LOCK_SCREEN: translatable("2: bar and lock screen"),
            STRONG: translatable("16: bar, lock screen, banner, sound"),
        }
    },
    message_class=CLASS,
    cap=DailyCap(2, "OPPO message classification (Getui)"),
    prominence_rule=_prominence,
    notes=_notes,
    advice=_advice,
    problems=_problems,
)
