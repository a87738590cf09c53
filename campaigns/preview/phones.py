"""The phones of a preview: what each vendor's phone shows of a body, ready for the templates.

Sentences are rendered in the language that is active when a template reads them. Texts of the body
stay as they are: templates escape them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from campaigns.domain.display.effects import effects
from campaigns.domain.display.surfaces import DisplayedNotification, display
from campaigns.domain.message.audience import HARMONY_NAME, IOS, targeted
from campaigns.domain.message.shape import from_wire
from campaigns.domain.text_width import clusters
from campaigns.domain.translatable import translatable
from campaigns.domain.vendors.prominence import PROMINENCES, Prominence
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import DeviceKind, Vendor
from campaigns.lib.i18n import render

from .images import PreviewImage, preview_image
from .truncation import Cut, cuts

NO_TITLE, NO_TEXT, NO_APP = (
    translatable("Your title"),
    translatable("Your message"),
    translatable("Your app"),
)


TEXT_SHOWN = 5000
"""Characters of a text that a phone draws: no screen has room for more. Ours."""


class Family(StrEnum):
    """Phones that one template draws."""

    IPHONE = "iphone"
    ANDROID = "android"
    HARMONY = "harmony"


FAMILIES = {IOS: Family.IPHONE, HARMONY_NAME: Family.HARMONY}
"""By platform; all others are Android."""


@dataclass(frozen=True)
class Surface:
    """A place on a phone; `is_shown` is False if the notification does not appear there."""

    name: str
    label: str
    is_shown: bool = True


@dataclass(frozen=True)
class PreviewPhone:
    """A vendor's phone with the notification on it; `app` is the app's name, possibly blank."""

    vendor: Vendor
    is_targeted: bool
    app: str
    shown: DisplayedNotification
    image: PreviewImage | None

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
        """The first character of the app's name, in place of its icon."""
        return next(clusters(self.app_name)).upper()

    @property
    def has_text(self) -> bool:
        return bool(self.shown.text.strip())

    @property
    def has_title(self) -> bool:
        """A title is set; or a text is, and then the app's name stands in for the title."""
        is_written = bool(self.shown.title_from) or self.has_text
        return is_written and bool(self.shown.title.strip())

    @property
    def title(self) -> str:
        """Cut as this phone cuts it, or a placeholder while `has_title` is False."""
        return _short(self.shown.cut_title) if self.has_title else render(NO_TITLE)

    @property
    def text(self) -> str:
        """Cut as this phone cuts it, or a placeholder while `has_text` is False."""
        return _short(self.shown.cut_text) if self.has_text else render(NO_TEXT)

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
        """The notification appears in the list only, without sound and banner."""
        return self.shown.level is Prominence.LIST_ONLY

    @property
    def prominence(self) -> str:
        return render(PROMINENCES[self.shown.level])

    @property
    def chain(self) -> list[str]:
        """Sentences: which parameters title and text come from."""
        return [render(text) for text in self.shown.chain]

    @property
    def effects(self) -> list[str]:
        """Sentences: what the phone does besides showing the texts."""
        return [render(text) for text in effects(self.shown)]

    @property
    def notes(self) -> list[str]:
        """Sentences: what the phone drops or shows without sound."""
        return [render(text) for text in self.shown.notes]

    @property
    def cuts(self) -> tuple[Cut, ...]:
        return cuts(self.shown)


def _short(text: str) -> str:
    return text if len(text) <= TEXT_SHOWN else text[:TEXT_SHOWN] + "…"


def draw_phones(
    body: Mapping[str, Any], app_name: str, copies: Mapping[str, str] | None = None
) -> list[PreviewPhone]:
    """One phone per vendor, first those that the body reaches.

    `copies`: URL of an image -> address of our own copy. Raises Unreadable for a body that does
    not have the shape of `domain.message.shape`.
    """
    reached = targeted(from_wire(dict(body)))
    drawn = []
    for vendor in VENDORS.values():
        shown = display(body, vendor, app_name=app_name)
        image = preview_image(shown.image, copies or {})
        drawn.append(PreviewPhone(vendor, vendor.platform in reached, app_name, shown, image))
    return sorted(drawn, key=lambda phone: not phone.is_targeted)
