"""Huawei phones with EMUI or HarmonyOS below NEXT, reached through Huawei Push Kit."""

import re
from collections.abc import Iterator
from datetime import time

from campaigns.domain.image_header import ImageType
from campaigns.domain.message.audience import ANDROID
from campaigns.domain.message.precedence import at, text_at
from campaigns.domain.provider.limits import PAGE
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Problem, quote, translatable

from .facts import Body, ByteLimit, DailyCap, ImageRules, LengthLimit, MessageClass, Night
from .prominence import Prominence
from .vendor import DeviceKind, Vendor

PART = "notification.android.hw"
CATEGORY, IMPORTANCE = f"{PART}.category", f"{PART}.importance"
CLASSES = "Huawei Push Kit, Message Classification Standards"
IMAGE = f"{PAGE}; Huawei Push Kit, android-image"
# fmt: off
SERVICE = frozenset({
    "IM", "VOIP", "SUBSCRIPTION", "TRAVEL", "HEALTH", "WORK", "ACCOUNT", "EXPRESS", "FINANCE",
    "DEVICE_REMINDER", "MAIL", "PLAY_VOICE", "SYSTEM_REMINDER",
})
# fmt: on
"""The categories of service messages. Source: CLASSES."""
UPPER_CASE = re.compile("[A-Z_]+")


def _prominence(body: Body) -> Prominence:
    is_low = text_at(body, IMPORTANCE) == "LOW"
    return Prominence.LIST_ONLY if is_low or HUAWEI.is_silenced(body) else Prominence.NORMAL


def _problems(body: Body) -> Iterator[Problem]:
    category = at(body, CATEGORY)
    if category is not None and not UPPER_CASE.fullmatch(category):
        text = translatable(
            'Write the category in A to Z and _ only: "%(category)s" has other characters.',
            category=quote(category),
        )
        yield Problem(CATEGORY, text)


HUAWEI = Vendor(
    kind=DeviceKind("huawei"),
    brand="Huawei",
    label=translatable("Huawei"),
    system="EMUI",
    platform=ANDROID,
    part=PART,
    length_limit=LengthLimit(
        title=40,
        text=80,
        unit=Unit.CODE_POINTS,
        source="Tencent TPNS 876/41760; Huawei's console says 1024 for the text",
    ),
    image=ImageRules(
        f"{PART}.image",
        source=IMAGE,
        https_only=True,
        types=(ImageType.PNG, ImageType.JPEG),
        byte_limits=(ByteLimit(512 * 1024, IMAGE),),
    ),
    channel_path=f"{PART}.channelId",
    category_path=CATEGORY,
    class_paths=(IMPORTANCE, CATEGORY),
    choices={
        IMPORTANCE: {
            "NORMAL": translatable("NORMAL: important"),
            "LOW": translatable("LOW: quiet"),
        }
    },
    message_class=MessageClass(
        CATEGORY,
        service=SERVICE,
        marketing=frozenset({"MARKETING"}),
        source=CLASSES,
        silences=True,
        unset_note=translatable(
            "Huawei treats this as marketing, without sound, unless RongCloud's console sets a"
            " category."
        ),
    ),
    cap=DailyCap(2, CLASSES),
    # silent once the screen is off for 30 minutes
    night=Night(
        time(0),
        time(6),
        translatable("Send it after 06:00: Huawei keeps quiet between 00:00 and 06:00."),
        source="Getui, vendors' quiet hours",
    ),
    prominence_rule=_prominence,
    problems=_problems,
)
