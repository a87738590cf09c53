"""The form field of each campaign column, by the type of its parameter on the provider's page."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import keep_lazy_text
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.composer.mapping import COLUMNS
from campaigns.domain.message.audience import ANDROID, HARMONY_NAME, IOS, NAMES, Kind
from campaigns.domain.provider.limits import CHOICES
from campaigns.domain.user_ids.table import SEPARATORS
from campaigns.models.parts import KIND_LABELS

from . import fields
from .extras import ExtrasField

PATHS = {column: path for path, column in COLUMNS.items()}
AS_WRITTEN = ("iOS", "vivo", "thread-id", "apns-collapse-id")
"""Names that never get a capital letter."""
NOT_SET = _("Not set")

CHOICE_LABELS: dict[str, dict[str | int, Any]] = {
    "forceShowPushContent": {0: _("0: no"), 1: _("1: yes, force it")},
    "ios_contentAvailable": {0: _("0: no"), 1: _("1: yes, wake the app")},
    "ios_interruption_level": {
        "passive": _("passive: no sound, no light"),
        "active": _("active: as usual"),
        "time-sensitive": _("time-sensitive: breaks through Focus"),
        "critical": _("critical: ignores mute; needs Apple's consent"),
    },
    "android_honor_importance": {
        "NORMAL": _("NORMAL: service"),
        "LOW": _("LOW: marketing, no image"),
    },
    "android_hw_importance": {"NORMAL": _("NORMAL: important"), "LOW": _("LOW: quiet")},
    "android_oppo_notify_level": {
        1: _("1: notification bar"),
        2: _("2: bar and lock screen"),
        16: _("16: bar, lock screen, banner, sound"),
    },
    "android_vivo_classification": {"0": _("0: operational"), "1": _("1: system")},
}
"""What the values of `limits.CHOICES` mean. Source: the page."""


class GraveRadios(forms.RadioSelect):
    """Marks the audience kinds that reach everyone."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["class"] = "grave" if value and Kind(value).is_everyone else "usual"
        return option


def formfield(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """Django's `Meta.formfield_callback`. The forms pass no `widget` or the like."""
    common: dict[str, Any] = {
        "label": _label(column.verbose_name),
        "help_text": column.help_text,
        "required": False,
    }
    if column.name in PATHS:
        return _parameter(column, common)
    match column.name:
        case "audience_kind":
            kinds = list(KIND_LABELS.items())
            return forms.ChoiceField(choices=kinds, widget=GraveRadios, **common)
        case "labels":
            return fields.ListField(separators="\n,", widget=fields.line(), **common)
        case "send_at" | "send_before":
            return fields.MomentField(**common)
    return column.formfield(**kwargs)


@keep_lazy_text
def _label(name: Any) -> Any:
    return name if name.startswith(AS_WRITTEN) else capfirst(name)


def platforms() -> list[tuple[str, str]]:
    known = [(IOS, NAMES[IOS]), (ANDROID, NAMES[ANDROID])]
    if settings.HARMONYOS_PLATFORM:
        known.append((settings.HARMONYOS_PLATFORM, HARMONY_NAME))
    return known


def _parameter(column: models.Field, common: dict[str, Any]) -> forms.Field:
    if column.name == "platform":
        return fields.PlatformsField(choices=platforms(), **common)
    if PATHS[column.name] in CHOICES:
        return _choice(column, common)
    if isinstance(column, models.IntegerField):
        return forms.IntegerField(**common)
    if isinstance(column, models.JSONField):
        if column.default is dict:
            return ExtrasField(**common)
        separators = f"\n{SEPARATORS}" if column.name == "audience_userid" else "\n"
        common["help_text"] = format_lazy("{} {}", _one_per_line(column.name), column.help_text)
        return fields.ListField(separators=separators, **common)
    return _text(column.name, common)


def _one_per_line(name: str) -> Any:
    if name == "audience_userid":
        return _("One per line, or divided by commas.")
    return _("One per line.")


def _choice(column: models.Field, common: dict[str, Any]) -> forms.Field:
    labels = CHOICE_LABELS.get(column.name, {})
    values = CHOICES[PATHS[column.name]]
    choices = [("", NOT_SET), *((value, labels.get(value, value)) for value in values)]
    if isinstance(column, models.IntegerField):
        return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, **common)
    return forms.ChoiceField(choices=choices, **common)


def _text(name: str, common: dict[str, Any]) -> forms.Field:
    """Texts for people are kept as typed; identifiers and links lose surrounding spaces."""
    if name.endswith("alert"):
        widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        return fields.TextField(widget=widget, **common)
    if name.endswith("title"):
        return fields.TextField(widget=fields.line(), **common)
    return fields.TextField(strip=True, widget=fields.line(), **common)
