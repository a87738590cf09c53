"""The compose form in sections, in the order of the provider's page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.composer.message_columns import COLUMNS
from campaigns.domain.message.audience import ANDROID
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.registry import on_platforms
from campaigns.lib import i18n


@dataclass(frozen=True)
class FieldSection:
    """Fields under one heading. A section that `folds` is open only if something in it needs to be
    seen."""

    slug: str
    title: Any
    fields: tuple[str, ...]
    step: str = "content"
    folds: bool = False


NAMING = ("application", "name", "labels")
"""Fields of the first step that do not belong to the content."""
STEPS = {
    "content": _("Content"),
    "audience": _("Audience"),
    "schedule": _("Schedule"),
    "review": _("Review"),
}
"""Steps of the compose page in order; the last one has no fields."""


def _starting(prefix: str) -> tuple[str, ...]:
    return tuple(column for column in COLUMNS.values() if column.startswith(prefix))


def _android() -> tuple[FieldSection, ...]:
    """One section for all Android phones, then one per vendor, in the page's order."""
    names = _starting("android_")
    vendors = [
        FieldSection(slug, i18n.later(vendor.label), _starting(f"android_{slug}_"), folds=True)
        for vendor in on_platforms({ANDROID})
        for slug in [vendor.part.rpartition(".")[2]]
    ]
    vendors.sort(key=lambda section: names.index(section.fields[0]))
    own = {name for section in vendors for name in section.fields}
    general = tuple(name for name in names if name not in own)
    return (FieldSection("android", _("Android"), general, folds=True), *vendors)


def sections() -> tuple[FieldSection, ...]:
    return (
        FieldSection("campaign", _("Campaign"), NAMING),
        FieldSection(
            "audience",
            _("Audience"),
            ("audience_kind", "platform", *_starting("audience_")),
            step="audience",
        ),
        FieldSection("content", _("Title and text"), ("title", "alert", "forceShowPushContent")),
        FieldSection("ios", i18n.later(IPHONE.label), _starting("ios_"), folds=True),
        *_android(),
        FieldSection("harmonyos", i18n.later(HARMONY.label), _starting("harmonyOS_"), folds=True),
        FieldSection("schedule", _("Schedule"), ("send_at", "send_before"), step="schedule"),
    )


SECTIONS = sections()
STEP_OF = {name: section.step for section in SECTIONS for name in section.fields}
