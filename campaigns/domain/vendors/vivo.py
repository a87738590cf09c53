"""vivo phones with OriginOS, reached through vivo Push. They show no image.

Source of the missing image: the page; Tencent Cloud 269/138170 (2026-11).
"""

from collections.abc import Iterator
from datetime import time

from campaigns.domain.message.audience import ANDROID
from campaigns.domain.message.precedence import text_at
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Problem, Text, quote, translatable

from .facts import Body, DailyCap, LengthLimit, MessageClass, Night
from .vendor import DeviceKind, Vendor

PART = "notification.android.vivo"
CATEGORY, CLASSIFICATION = f"{PART}.category", f"{PART}.classification"
OPERATIONAL, SYSTEM = "0", "1"

CLASS = MessageClass(
    CATEGORY,
    service=frozenset({"IM", "ACCOUNT", "DEVICE_REMINDER", "ORDER", "TODO", "SUBSCRIPTION"}),
    marketing=frozenset({"NEWS", "CONTENT", "MARKETING", "SOCIAL"}),
    source="vivo message classification (third-party clients)",
    advice=translatable("vivo takes marketing between 07:00 and 23:00 only."),
)


def _is_marketing(body: Body) -> bool:
    return text_at(body, CLASSIFICATION) != SYSTEM


def _notes(body: Body) -> Iterator[Text]:
    if _is_marketing(body):
        yield translatable("vivo takes this operational message between 07:00 and 23:00 only.")
    else:
        yield translatable("vivo treats this as a system message.")


def _problems(body: Body) -> Iterator[Problem]:
    """A category under the wrong classification is vivo's error 10097."""
    category, classification = text_at(body, CATEGORY), text_at(body, CLASSIFICATION)
    if not category:
        return
    right = _classification_of(category)
    if not classification:
        text = translatable(
            'Choose the classification that belongs to "%(category)s": none is chosen.',
            category=quote(category),
        )
        yield Problem(CLASSIFICATION, text)
    elif right and classification != right:
        text = translatable(
            "Choose classification %(right)s: vivo lists %(category)s there, not under %(wrong)s.",
            right=right,
            category=quote(category),
            wrong=quote(classification),
        )
        yield Problem(CLASSIFICATION, text)


def _classification_of(category: str) -> str:
    """The classification under which vivo lists the category, "" for an unlisted one."""
    if category in CLASS.service:
        return SYSTEM
    return OPERATIONAL if category in CLASS.marketing else ""


VIVO = Vendor(
    kind=DeviceKind("vivo"),
    brand="vivo",
    label=translatable("vivo"),
    system="OriginOS",
    platform=ANDROID,
    part=PART,
    length_limit=LengthLimit(
        title=40, text=100, unit=Unit.HALF_WIDTH, source="Alibaba Cloud help 311229"
    ),
    category_path=CATEGORY,
    classification_path=CLASSIFICATION,
    class_paths=(CLASSIFICATION, CATEGORY),
    choices={
        CLASSIFICATION: {
            OPERATIONAL: translatable("0: operational"),
            SYSTEM: translatable("1: system"),
        }
    },
    message_class=CLASS,
    cap=DailyCap(5, "vivo message classification (Tencent)"),
    # operational messages are not taken
    night=Night(
        time(23),
        time(7),
        translatable("Send it after 07:00: vivo takes operational messages from 07:00 to 23:00."),
        source="Alibaba Cloud help 616229",
        marketing_only=True,
    ),
    marketing_rule=_is_marketing,
    notes=_notes,
    problems=_problems,
)
