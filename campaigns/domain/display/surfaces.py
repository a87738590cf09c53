"""What each vendor's device shows for a body: the one source for the preview and the sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.domain.message.audience import ANDROID, HARMONY_NAME, IOS
from campaigns.domain.message.precedence import ALERTS, TITLES, at, choose, text_at
from campaigns.domain.provider.limits import BADGE
from campaigns.domain.text_width import cut
from campaigns.domain.translatable import Text
from campaigns.domain.vendors.images import shown_image
from campaigns.domain.vendors.prominence import Prominence
from campaigns.domain.vendors.vendor import Vendor

from .notes import chain, notes

FORCE = "notification.forceShowPushContent"
EXTRAS_PATHS = {
    IOS: "notification.ios.extras",
    ANDROID: "notification.android.extras",
    HARMONY_NAME: "notification.harmonyOS.extras",
}


@dataclass(frozen=True)
class DisplayedNotification:
    """One notification on one device.

    `title` and `text` are whole, `cut_title` and `cut_text` as the device shows them; `title_from`
    and `text_from` are the wire paths that they come from ("" if nothing is set). `chain` says so
    in two sentences, `notes` says what is dropped or silent. `badge`: None leaves it as it is, 0
    clears it. `woken`: the app is started in the background. `forced`: a client that hides
    contents shows the text too. `extras` go to the app and are not shown. A body without any text
    gives `text` "".
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


def display(
    body: Mapping[str, Any], vendor: Vendor, *, app_name: str = ""
) -> DisplayedNotification:
    """What a device of this vendor shows for any body, whether the body addresses it or not. What
    is missing, misplaced or of a wrong type is not set; `app_name` stands in for the title."""
    platform, limit = vendor.platform, vendor.length_limit
    title, alert = choose(body, TITLES[platform]), choose(body, ALERTS[platform])
    heading = title.text if title.text.strip() else app_name
    is_ios = platform == IOS
    return DisplayedNotification(
        title=heading,
        text=alert.text,
        title_from=title.path,
        text_from=alert.path,
        chain=chain(title, alert),
        image=shown_image(body, vendor),
        badge=_badge(body) if is_ios else None,
        group=text_at(body, "notification.ios.thread-id") if is_ios else "",
        collapse_id=_own(body, vendor.collapse_path),
        woken=is_ios and _is_one(body, "notification.ios.contentAvailable"),
        forced=_is_one(body, FORCE),
        channel=_own(body, vendor.channel_path),
        category=_own(body, vendor.category_path),
        classification=_own(body, vendor.classification_path),
        level=vendor.prominence(body),
        cut_title=heading if limit.title is None else cut(heading, limit.title, limit.unit),
        cut_text=alert.text if limit.text is None else cut(alert.text, limit.text, limit.unit),
        extras=_extras(body, platform),
        notes=notes(body, vendor, heading, alert.text),
    )


def _own(body: Mapping[str, Any], path: str) -> str:
    """The text under a path of the vendor, "" where it has no such parameter."""
    return text_at(body, path) if path else ""


def _is_one(body: Mapping[str, Any], path: str) -> bool:
    value = at(body, path)
    return value == 1 and not isinstance(value, bool)


def _badge(body: Mapping[str, Any]) -> int | None:
    """0 and below clear the badge, 9999 is the most. Source: the page, `badge`."""
    value = at(body, "notification.ios.badge")
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return max(0, min(value, BADGE[-1]))


def _extras(body: Mapping[str, Any], platform: str) -> tuple[tuple[str, str], ...]:
    value = at(body, EXTRAS_PATHS[platform])
    members = value.items() if isinstance(value, Mapping) else ()
    return tuple((str(name), str(member)) for name, member in members)
