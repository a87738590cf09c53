"""The compose form in sections, in the order of the provider's page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.composer.mapping import COLUMNS


@dataclass(frozen=True)
class FieldSection:
    """Fields under one heading. A section that `folds` is open only if something in it needs to be
    seen."""

    slug: str
    title: Any
    fields: tuple[str, ...]
    step: str = "content"
    folds: bool = False


VENDORS = {
    "honor": _("Honor"),
    "hw": _("Huawei"),
    "mi": _("Xiaomi"),
    "oppo": _("OPPO"),
    "vivo": _("vivo"),
    "fcm": _("FCM (Google)"),
}

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


def _android() -> tuple[str, ...]:
    vendors = tuple(f"android_{vendor}_" for vendor in VENDORS)
    return tuple(column for column in _starting("android_") if not column.startswith(vendors))


SECTIONS = (
    FieldSection("campaign", _("Campaign"), NAMING),
    FieldSection(
        "audience",
        _("Audience"),
        ("audience_kind", "platform", *_starting("audience_")),
        step="audience",
    ),
    FieldSection("content", _("Title and text"), ("title", "alert", "forceShowPushContent")),
    FieldSection("ios", _("iOS"), _starting("ios_"), folds=True),
    FieldSection("android", _("Android"), _android(), folds=True),
    *(
        FieldSection(vendor, title, _starting(f"android_{vendor}_"), folds=True)
        for vendor, title in VENDORS.items()
    ),
    FieldSection("harmonyos", _("HarmonyOS"), _starting("harmonyOS_"), folds=True),
    FieldSection("schedule", _("Schedule"), ("send_at", "send_before"), step="schedule"),
)
STEP_OF = {name: section.step for section in SECTIONS for name in section.fields}
