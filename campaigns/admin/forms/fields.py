"""Form fields for what Django has no field for. What was not touched stays as it was stored."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.domain.message.strict_json import parse
from campaigns.domain.scheduling import clock_times
from campaigns.domain.translatable import Unreadable
from campaigns.lib import i18n

YEARS = range(2000, 2100)
"""Beyond them a year is a slip of the hand, and sums with it overflow."""


def as_lf(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def line(**attrs: Any) -> forms.TextInput:
    """As wide as the admin's own."""
    return forms.TextInput(attrs={"class": "vTextField", **attrs})


def new_secret() -> forms.PasswordInput:
    """That a browser neither fills in nor shows."""
    attrs = {"autocomplete": "new-password", "class": "vTextField"}
    return forms.PasswordInput(attrs=attrs)


class TextField(forms.CharField):
    """Text that people read, kept as typed except that line breaks become LF."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return as_lf(super().to_python(value))


class ListField(forms.CharField):
    """A list of texts, divided by any of `separators`; blank items are left out."""

    def __init__(self, *, separators: str = "\n", **kwargs: Any) -> None:
        self.separators = separators
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        items = re.split(f"[{re.escape(self.separators)}]", as_lf(super().to_python(value)))
        return [item.strip() for item in items if item.strip()]

    def prepare_value(self, value: Any) -> Any:
        return self._shown(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self._shown(initial or []).strip() != as_lf(data or "").strip()

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))

    def _shown(self, items: Sequence[str]) -> str:
        is_long = isinstance(self.widget, forms.Textarea)
        return ("\n" if is_long else ", ").join(map(str, items))


class PlatformsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A platform that an import named twice has changed once it is named once."""
        return list(initial or []) != list(data or [])


class JSONObjectField(forms.CharField):
    """A JSON object, {} when empty; what two readers could understand differently is refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "code"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dict[str, Any]:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return {}
        try:
            found = parse(text.encode("utf-8"))
        except Unreadable as error:
            raise forms.ValidationError([i18n.render(p.text) for p in error.problems]) from error
        if not isinstance(found, dict):
            raise forms.ValidationError(_('Write one object in braces, as {"id": "1"}.'))
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False, indent=2) if value else ""
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or {}))
        except forms.ValidationError:
            return True

    def run_validators(self, value: Any) -> None:
        """`parse` has looked at every text inside already."""


class MomentField(forms.DateTimeField):
    """A date and time of day as typed, without a zone; `zone` is the one it is shown in."""

    zone: ZoneInfo | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        local = value.astimezone(self.zone or UTC).replace(tzinfo=None)
        return local.isoformat(timespec="seconds" if local.second else "minutes")

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip())
        except ValueError:
            typed = None
        if typed is None or typed.tzinfo or typed.year not in YEARS:
            raise forms.ValidationError(_("Enter a date and a time, as 2026-11-23 16:05."))
        return typed

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


def in_zone(typed: datetime, zone: ZoneInfo, fold: int | None = None) -> datetime:
    """The moment at which clocks in `zone` show `typed`; where they do so twice, because daylight
    saving time ends, the first or the second by `fold`. Raises ValidationError where they never
    do, or do so twice and `fold` is None."""
    found = clock_times.moments(typed, zone)
    params = {"zone": zone.key, "time": f"{typed:%H:%M}"}
    if not found:
        raise forms.ValidationError(
            _("Choose another time: clocks in %(zone)s skip %(time)s that day."), params=params
        )
    if len(found) == 1:
        return found[0]
    if fold is None:
        raise forms.ValidationError(
            _("Choose the first or the second: clocks in %(zone)s show %(time)s twice that day."),
            params=params,
        )
    return found[fold]


def fold_name(name: str) -> str:
    """The radio beside the moment `name` that says which of two equal clock times is meant."""
    return f"{name}_fold"


def chosen_fold(data: Mapping[str, Any], name: str) -> int | None:
    return {"0": 0, "1": 1}.get(str(data.get(fold_name(name))))
