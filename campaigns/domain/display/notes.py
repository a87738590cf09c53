"""Why a device shows what it shows, in sentences beside the preview."""

from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.domain.message.precedence import Choice, at, text_at
from campaigns.domain.text_width import width
from campaigns.domain.translatable import Text, translatable
from campaigns.domain.vendors.catalogue import BRANDS, CATEGORIES, ROOMS, DeviceKind
from campaigns.domain.vendors.images import dropped, wanted
from campaigns.domain.vendors.message_class import (
    CATEGORY_PATHS,
    INTERRUPTION,
    OPPO_LEVEL,
    is_marketing,
)

K = DeviceKind


def chain(title: Choice, alert: Choice) -> tuple[Text, ...]:
    """Where title and text come from, one sentence each."""
    no_title = translatable("No title is set: the app's name stands there.")
    no_text = translatable("No text is set: nothing is shown.")
    return _won(title, no_title), _won(alert, no_text)


def _won(choice: Choice, none: Text) -> Text:
    if not choice.path:
        return none
    path = _short(choice.path)
    if choice.over:
        return translatable("%(path)s wins over %(over)s.", path=path, over=_short(choice.over))
    return translatable("%(path)s is shown.", path=path)


def _short(path: str) -> str:
    """`notification.android.alert` is spoken of as `android.alert`, a default by its whole path."""
    return path.removeprefix("notification.") if path.count(".") > 1 else path


def notes(body: Mapping[str, Any], kind: DeviceKind, title: str, text: str) -> tuple[Text, ...]:
    """What this kind of device drops, cuts or quietens of the body."""
    found = (
        dropped(body, kind),
        _unsure_image(body, kind),
        *_too_long(kind, title, text),
        _class(body, kind),
        _level(body, kind),
    )
    return tuple(note for note in found if note)


def _unsure_image(body: Mapping[str, Any], kind: DeviceKind) -> Text | None:
    if kind is K.XIAOMI and wanted(body, kind):
        return translatable(
            "Xiaomi shows the image from MIUI 12 on, newer systems may leave it out."
        )
    return None


def _too_long(kind: DeviceKind, title: str, text: str) -> Iterator[Text]:
    room = ROOMS[kind]
    if not room.refuses:
        return
    for value, limit in ((title, room.title), (text, room.text)):
        if limit is not None and width(value, room.unit) > limit:
            yield translatable(
                "%(brand)s may refuse the whole notification: %(size)d of %(limit)d.",
                brand=BRANDS[kind],
                size=width(value, room.unit),
                limit=limit,
            )


def _class(body: Mapping[str, Any], kind: DeviceKind) -> Text | None:
    if kind is K.VIVO and not is_marketing(body, kind):
        return translatable("vivo treats this as a system message.")
    if kind is K.VIVO:
        return translatable("vivo takes this operational message between 07:00 and 23:00 only.")
    if kind not in (K.HUAWEI, K.HONOR, K.HARMONY) or not is_marketing(body, kind):
        return None
    if kind is K.HUAWEI and not text_at(body, CATEGORY_PATHS[kind]):
        return translatable(
            "Huawei treats this as marketing, without sound, unless RongCloud's console sets a"
            " category."
        )
    return translatable("%(brand)s treats this as marketing, without sound.", brand=BRANDS[kind])


def _level(body: Mapping[str, Any], kind: DeviceKind) -> Text | None:
    if kind is K.IPHONE:
        return _ios_level(text_at(body, INTERRUPTION))
    if kind is not K.OPPO:
        return None
    category = text_at(body, CATEGORY_PATHS[kind])
    if at(body, OPPO_LEVEL) is not None and not category:
        return translatable("OPPO ignores notify_level without a category.")
    if category in CATEGORIES[kind].marketing:
        return translatable("OPPO shows content and marketing in the drawer only.")
    return None


def _ios_level(level: str) -> Text | None:
    if level == "time-sensitive":
        return translatable(
            "iOS breaks through Focus only if the app has the Time Sensitive right."
        )
    if level == "critical":
        return translatable(
            "iOS plays the sound even when muted, if Apple has granted the app this."
        )
    return None
