"""Advice on vendors' parameters: images, classes, levels, daily caps and night hours."""

from collections.abc import Iterator

from campaigns.domain.display.surfaces import CHANNEL_PATHS
from campaigns.domain.message.precedence import at, text_at
from campaigns.domain.provider.limits import HTTP_URLS, PAGE
from campaigns.domain.translatable import Text, listed, translatable
from campaigns.domain.validation.problem import quote
from campaigns.domain.vendors.catalogue import (
    BRANDS,
    CAPS,
    CATEGORIES,
    HARMONY_IMAGE_PIXELS,
    NIGHTS,
    XIAOMI_DEFAULT_CHANNEL,
    Cap,
    DeviceKind,
)
from campaigns.domain.vendors.images import IMAGE_PATHS, dropped
from campaigns.domain.vendors.message_class import (
    CATEGORY_PATHS,
    HONOR_IMPORTANCE,
    INTERRUPTION,
    LOW,
    OPPO_LEVEL,
    is_marketing,
)

from .context import Advice, Advised

K = DeviceKind
APPLE = "Apple, UNNotificationInterruptionLevel"
SEND_AT = "send_at"


def images(advised: Advised) -> Iterator[Advice]:
    kinds = advised.kinds()
    if K.HONOR in kinds and text_at(advised.body, HONOR_IMPORTANCE) == LOW:
        why = dropped(advised.body, K.HONOR)
        if why:
            yield Advice(IMAGE_PATHS[K.HONOR], why, PAGE)
    if text_at(advised.body, IMAGE_PATHS[K.HARMONY]):
        text = translatable(
            "Keep the HarmonyOS image under %(limit)d pixels, length times width, such as 128 x"
            " 128: larger ones are not shown.",
            limit=HARMONY_IMAGE_PIXELS,
        )
        yield Advice(IMAGE_PATHS[K.HARMONY], text, "Tencent Cloud 269/138170; RongCloud Java SDK")
    for path in HTTP_URLS:
        if text_at(advised.body, path).lower().startswith("http://"):
            text = translatable("Use https for this address: phones may not load http.")
            yield Advice(path, text, "Tencent Cloud 269/138170")


def marketing_classes(advised: Advised) -> Iterator[Advice]:
    """Per vendor where marketing was chosen; one line together where nothing was."""
    unset: dict[str, str] = {}
    for kind in advised.kinds():
        path = HONOR_IMPORTANCE if kind is K.HONOR else CATEGORY_PATHS.get(kind, "")
        value = text_at(advised.body, path) if path else ""
        if kind in (K.HUAWEI, K.HONOR, K.HARMONY) and not value:
            unset[path] = BRANDS[kind]
        elif (kind is K.HONOR and value == LOW) or (
            kind in CATEGORIES and value in CATEGORIES[kind].marketing
        ):
            yield Advice(path, _marketing(kind), CAPS[kind].source)
    if unset:
        text = translatable(
            "Set a category or importance for %(brands)s, or it may arrive silent as marketing.",
            brands=listed(list(unset.values())),
        )
        yield Advice(next(iter(unset)), text, CATEGORIES[K.HUAWEI].source)


def _marketing(kind: DeviceKind) -> Text:
    if kind is K.VIVO:
        return translatable("vivo takes marketing between 07:00 and 23:00 only.")
    return translatable("%(brand)s shows marketing silently, in the list only.", brand=BRANDS[kind])


def oppo_level(advised: Advised) -> Iterator[Advice]:
    level = at(advised.body, OPPO_LEVEL)
    marketing = text_at(advised.body, CATEGORY_PATHS[K.OPPO]) in CATEGORIES[K.OPPO].marketing
    if K.OPPO in advised.kinds() and marketing and level in (2, 16):
        text = translatable(
            "Choose notify_level 1: OPPO shows marketing in the drawer only, %(level)d is lost.",
            level=level,
        )
        yield Advice(OPPO_LEVEL, text, CATEGORIES[K.OPPO].source)


def unlisted(advised: Advised) -> Iterator[Advice]:
    for kind in advised.kinds():
        if kind not in CATEGORIES:
            continue
        category = text_at(advised.body, CATEGORY_PATHS[kind])
        if category and not CATEGORIES[kind].lists(category):
            text = translatable(
                'Check "%(category)s": %(brand)s does not list this category.',
                category=quote(category),
                brand=BRANDS[kind],
            )
            yield Advice(CATEGORY_PATHS[kind], text, CATEGORIES[kind].source)


def caps(advised: Advised) -> Iterator[Advice]:
    """One line for all vendors with the same limit."""
    number = advised.plan.sent_today + 1
    over: dict[int, list[DeviceKind]] = {}
    for kind in advised.kinds():
        cap = _cap(advised, kind)
        if cap and number > cap.a_day and is_marketing(advised.body, kind):
            over.setdefault(cap.a_day, []).append(kind)
    for limit, kinds in over.items():
        text = translatable(
            "Send it another day: of marketing %(brands)s likely show %(limit)d a day on a device,"
            " and this is number %(number)d.",
            brands=listed([BRANDS[kind] for kind in kinds]),
            limit=limit,
            number=number,
        )
        yield Advice(SEND_AT, text, CAPS[kinds[0]].source)


def _cap(advised: Advised, kind: DeviceKind) -> Cap | None:
    if kind is K.XIAOMI and not text_at(advised.body, CHANNEL_PATHS[kind]):
        return XIAOMI_DEFAULT_CHANNEL
    return CAPS.get(kind)


def nights(advised: Advised) -> Iterator[Advice]:
    clock = advised.plan.clock()
    for kind in advised.kinds():
        night = NIGHTS.get(kind)
        if clock is None or night is None or not night.holds(clock):
            continue
        if kind is not K.VIVO or is_marketing(advised.body, kind):
            yield Advice(SEND_AT, _night(kind), night.source)


def _night(kind: DeviceKind) -> Text:
    if kind is K.VIVO:
        return translatable(
            "Send it after 07:00: vivo takes operational messages from 07:00 to 23:00."
        )
    if kind is K.HONOR:
        return translatable("Send it after 06:00: Honor shows nothing between 00:00 and 06:00.")
    return translatable("Send it after 06:00: Huawei keeps quiet between 00:00 and 06:00.")


def ios_levels(advised: Advised) -> Iterator[Advice]:
    level = text_at(advised.body, INTERRUPTION)
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


LINES = (images, marketing_classes, oppo_level, unlisted, caps, nights, ios_levels)
