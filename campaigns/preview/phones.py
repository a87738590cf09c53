"""The phones of a preview: what every kind of device shows of a body, ready for the templates.

Sentences are rendered when read, in the language then active; texts of the body are as they are,
templates escape them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from campaigns.domain.display.effects import effects
from campaigns.domain.display.surfaces import Shown, shown
from campaigns.domain.message.audience import HARMONY_NAME, IOS, targeted
from campaigns.domain.message.shape import from_wire
from campaigns.domain.text_width import clusters
from campaigns.domain.translatable import translatable
from campaigns.domain.vendors.prominence import PROMINENCES, Prominence
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import DeviceKind, Vendor
from campaigns.lib.i18n import render

from .images import Picture, picture
from .truncation import Cut, cuts

NO_TITLE, NO_TEXT, NO_APP = (
    translatable("Your title"),
    translatable("Your message"),
    translatable("Your app"),
)


class Family(StrEnum):
    """What is drawn alike, by the same template."""

    IPHONE = "iphone"
    ANDROID = "android"
    HARMONY = "harmony"


FAMILIES = {IOS: Family.IPHONE, HARMONY_NAME: Family.HARMONY}
"""By platform; every other one is Android."""


@dataclass(frozen=True)
class Surface:
    """A place where the notification stands; `is_shown` is False where it stays away."""

    name: str
    label: str
    is_shown: bool = True


@dataclass(frozen=True)
class Phone:
    """One kind of phone with the notification on it."""

    vendor: Vendor
    is_targeted: bool
    app: str
    shown: Shown
    picture: Picture | None

    @property
    def kind(self) -> DeviceKind:
        return self.vendor.kind

    @property
    def family(self) -> Family:
        return FAMILIES.get(self.vendor.platform, Family.ANDROID)

    @property
    def label(self) -> str:
        return self.vendor.brand

    @property
    def system(self) -> str:
        """The vendor's own name of the system whose look is drawn."""
        return self.vendor.system

    @property
    def app_name(self) -> str:
        return self.app.strip() or render(NO_APP)

    @property
    def initial(self) -> str:
        """The first sign of the app's name, in place of its icon."""
        return next(clusters(self.app_name)).upper()

    @property
    def has_text(self) -> bool:
        return bool(self.shown.text.strip())

    @property
    def has_title(self) -> bool:
        """Beside a text the app's name stands in for a title; alone it is no title yet."""
        is_written = bool(self.shown.title_from) or self.has_text
        return is_written and bool(self.shown.title.strip())

    @property
    def title(self) -> str:
        """Cut as this phone cuts it, or a placeholder while `has_title` is False."""
        return self.shown.cut_title if self.has_title else render(NO_TITLE)

    @property
    def text(self) -> str:
        """Cut as this phone cuts it, or a placeholder while `has_text` is False."""
        return self.shown.cut_text if self.has_text else render(NO_TEXT)

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        if self.family is not Family.IPHONE:
            return (
                Surface("collapsed", render(translatable("Collapsed"))),
                Surface("expanded", render(translatable("Expanded"))),
            )
        return (
            Surface("lock", render(translatable("Lock screen"))),
            Surface("banner", render(translatable("Banner")), is_shown=not self.is_silent),
            Surface("centre", render(translatable("Notification centre"))),
        )

    @property
    def is_silent(self) -> bool:
        """Only in the list: no sound, no banner."""
        return self.shown.level is Prominence.LIST_ONLY

    @property
    def prominence(self) -> str:
        return render(PROMINENCES[self.shown.level])

    @property
    def chain(self) -> list[str]:
        """Where title and text come from."""
        return [render(text) for text in self.shown.chain]

    @property
    def effects(self) -> list[str]:
        """What the phone does besides showing the texts."""
        return [render(text) for text in effects(self.shown)]

    @property
    def notes(self) -> list[str]:
        """What the phone drops or quietens."""
        return [render(text) for text in self.shown.notes]

    @property
    def cuts(self) -> tuple[Cut, ...]:
        return cuts(self.shown)


def phones(
    body: Mapping[str, Any], app_name: str, pictures: Mapping[str, str] | None = None
) -> list[Phone]:
    """Every kind of phone, those that the body reaches first.

    `pictures`: where our own copy of an image is served from, by the image's URL. Raises
    Unreadable for a body that is not of the page's shape.
    """
    reached, copies = targeted(from_wire(dict(body))), pictures or {}
    drawn = []
    for vendor in VENDORS.values():
        seen = shown(body, vendor, app_name=app_name)
        is_targeted = vendor.platform in reached
        drawn.append(Phone(vendor, is_targeted, app_name, seen, picture(seen.image, copies)))
    return sorted(drawn, key=lambda phone: not phone.is_targeted)
