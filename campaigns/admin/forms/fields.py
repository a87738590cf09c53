"""Form fields that Django does not have. An untouched field keeps its stored value."""

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
"""Other years are typing errors, and arithmetic with them overflows."""


def as_lf(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def line(**attrs: Any) -> forms.TextInput:
    """A text input as wide as the admin's own."""
    return forms.TextInput(attrs={"class": "vTextField", **attrs})


def new_secret() -> forms.PasswordInput:
    """A password input that a browser neither fills in nor shows."""
    attrs = {"autocomplete": "new-password", "class": "vTextField"}
    return forms.PasswordInput(attrs=attrs)


class TextField(forms.CharField):
    """Text for people, kept as typed; line breaks become LF."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return as_lf(super().to_python(value))


class ListField(forms.CharField):
    """A list of texts, split at any of `separators`; blank items are dropped."""

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
    """A JSON object, {} when empty. It refuses JSON that two parsers could read differently."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "code"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dict[str, Any]:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return {}
        try:
            parsed = parse(text.encode("utf-8"))
        except Unreadable as error:
            raise forms.ValidationError([i18n.render(p.text) for p in error.problems]) from error
        if not isinstance(parsed, dict):
            raise forms.ValidationError(_('Write one object in braces, as {"id": "1"}.'))
        return parsed

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
    """A typed date and time without a zone; `zone` is the one in which it is shown."""

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
    """The moment at which clocks in `zone` show `typed`. `fold` chooses the first (0) or second (1)
    if clocks show it twice. Raises ValidationError if clocks skip it, or show it twice and `fold`
    is None."""
    moments = clock_times.moments(typed, zone)
    params = {"zone": zone.key, "time": f"{typed:%H:%M}"}
    if not moments:
        raise forms.ValidationError(
            _("Choose another time: clocks in %(zone)s skip %(time)s that day."), params=params
        )
    if len(moments) == 1:
        return moments[0]
    if fold is None:
        raise forms.ValidationError(
            _("Choose the first or the second: clocks in %(zone)s show %(time)s twice that day."),
            params=params,
        )
    return moments[fold]


def fold_name(name: str) -> str:
    """Name of the radio buttons that choose between two equal clock times of the field `name`."""
    return f"{name}_fold"


def chosen_fold(data: Mapping[str, Any], name: str) -> int | None:
    return {"0": 0, "1": 1}.get(str(data.get(fold_name(name))))
