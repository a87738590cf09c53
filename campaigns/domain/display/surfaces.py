"""What each kind of device shows for a body: the one source for the preview and the sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.domain.message.audience import ANDROID, HARMONY_NAME, IOS
from campaigns.domain.message.precedence import ALERTS, TITLES, at, choose, text_at
from campaigns.domain.provider.limits import BADGE
from campaigns.domain.text_width import cut
from campaigns.domain.translatable import Text
from campaigns.domain.vendors import images
from campaigns.domain.vendors.catalogue import ROOMS, DeviceKind
from campaigns.domain.vendors.message_class import (
    CATEGORY_PATHS,
    VIVO_CLASSIFICATION,
    Prominence,
    prominence,
)

from .notes import chain, notes

__all__ = ["DeviceKind", "Prominence", "Shown", "platform_of", "shown"]

K = DeviceKind
FORCE = "notification.forceShowPushContent"
CHANNEL_PATHS: dict[DeviceKind, str] = {
    K.HUAWEI: "notification.android.hw.channelId",
    K.XIAOMI: "notification.android.mi.channelId",
    K.OPPO: "notification.android.oppo.channelId",
    K.FCM: "notification.android.fcm.channelId",
}
COLLAPSE_PATHS: dict[DeviceKind, str] = {
    K.IPHONE: "notification.ios.apns-collapse-id",
    K.FCM: "notification.android.fcm.collapse_key",
}
EXTRAS_PATHS = {
    IOS: "notification.ios.extras",
    ANDROID: "notification.android.extras",
    HARMONY_NAME: "notification.harmonyOS.extras",
}


@dataclass(frozen=True)
class Shown:
    """One notification on one device.

    `title` and `text` are whole, `cut_title` and `cut_text` as the device shows them; `title_from`
    and `text_from` are the wire paths that won ("" when nothing is set). `badge`: None leaves it
    as it is, 0 clears it. `forced`: shown also by a client set to hide contents. `extras` go to
    the app unseen. A body without any text gives `text` "".
    """

    title: str
    text: str
    title_from: str
    text_from: str
    chain: tuple[Text, ...]
    image: str
    badge: int | None
    group: str
    collapse_id: str
    woken: bool
    forced: bool
    channel: str
    category: str
    classification: str
    level: Prominence
    cut_title: str
    cut_text: str
    extras: tuple[tuple[str, str], ...]
    notes: tuple[Text, ...]


def platform_of(kind: DeviceKind) -> str:
    """The platform, as in `audience.targeted`, that reaches this kind of device."""
    return {K.IPHONE: IOS, K.HARMONY: HARMONY_NAME}.get(kind, ANDROID)


def shown(body: Mapping[str, Any], kind: DeviceKind, *, app_name: str = "") -> Shown:
    """What a device of `kind` shows for a `/push.json` body, which may be anybody's: unknown,
    misplaced and missing keys and wrong types count as not set. `app_name` stands in for a title
    that is not set. Whether the device is addressed at all is not asked here."""
    platform, room = platform_of(kind), ROOMS[kind]
    title, alert = choose(body, TITLES[platform]), choose(body, ALERTS[platform])
    heading = title.text if title.text.strip() else app_name
    is_iphone = kind is K.IPHONE
    return Shown(
        title=heading,
        text=alert.text,
        title_from=title.path,
        text_from=alert.path,
        chain=chain(title, alert),
        image=images.image(body, kind),
        badge=_badge(body) if is_iphone else None,
        group=text_at(body, "notification.ios.thread-id") if is_iphone else "",
        collapse_id=_text(body, COLLAPSE_PATHS, kind),
        woken=is_iphone and _is_one(body, "notification.ios.contentAvailable"),
        forced=_is_one(body, FORCE),
        channel=_text(body, CHANNEL_PATHS, kind),
        category=_text(body, CATEGORY_PATHS, kind),
        classification=text_at(body, VIVO_CLASSIFICATION) if kind is K.VIVO else "",
        level=prominence(body, kind),
        cut_title=heading if room.title is None else cut(heading, room.title, room.unit),
        cut_text=alert.text if room.text is None else cut(alert.text, room.text, room.unit),
        extras=_extras(body, platform),
        notes=notes(body, kind, heading, alert.text),
    )


def _text(body: Mapping[str, Any], paths: Mapping[DeviceKind, str], kind: DeviceKind) -> str:
    return text_at(body, paths[kind]) if kind in paths else ""


def _is_one(body: Mapping[str, Any], path: str) -> bool:
    value = at(body, path)
    return value == 1 and not isinstance(value, bool)


def _badge(body: Mapping[str, Any]) -> int | None:
    """Source: the page, `badge`: 0 or negative clears, 9999 is the most."""
    value = at(body, "notification.ios.badge")
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return max(0, min(value, BADGE[-1]))


def _extras(body: Mapping[str, Any], platform: str) -> tuple[tuple[str, str], ...]:
    value = at(body, EXTRAS_PATHS[platform])
    members = value.items() if isinstance(value, Mapping) else ()
    return tuple((str(name), str(member)) for name, member in members)
