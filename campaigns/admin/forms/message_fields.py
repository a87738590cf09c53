"""The form field of each campaign column, by the type of its parameter on the provider's page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import keep_lazy_text
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.composer.message_columns import COLUMNS
from campaigns.domain.message.audience import ANDROID, HARMONY_NAME, IOS, NAMES
from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.translatable import Text
from campaigns.domain.user_ids.table import SEPARATORS
from campaigns.domain.vendors.registry import parameter_choices
from campaigns.lib import i18n
from campaigns.lib.i18n import render

from . import fields
from .extras import ExtrasField

PATHS = {column: path for path, column in COLUMNS.items()}
AS_WRITTEN = ("iOS", "vivo", "thread-id", "apns-collapse-id")
"""Names that never get a capital letter."""
NOT_SET = _("Not set")


class GraveRadios(forms.RadioSelect):
    """Marks the audience kinds that reach everyone."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        kind = KINDS.get(str(value))
        option["attrs"]["class"] = "grave" if kind and kind.is_everyone else "usual"
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
            return forms.ChoiceField(choices=_kinds, widget=GraveRadios, **common)
        case "labels":
            return fields.ListField(separators="\n,", widget=fields.line(), **common)
        case "send_at" | "send_before":
            return fields.MomentField(**common)
    return column.formfield(**kwargs)


def _kinds() -> list[tuple[str, str]]:
    return [(kind.key, render(kind.label)) for kind in KINDS.values()]


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
    values = parameter_choices().get(PATHS[column.name])
    if values is not None:
        return _choice(column, values, common)
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


def _choice(
    column: models.Field, values: Mapping[str | int, Text], common: dict[str, Any]
) -> forms.Field:
    choices = [("", NOT_SET), *((value, i18n.later(text)) for value, text in values.items())]
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
