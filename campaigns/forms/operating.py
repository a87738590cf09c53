"""Small forms about an application: a pause, and a send made elsewhere."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Application, OutsideSend

from .fields import MomentField, in_zone, line


class _InZone(forms.Form):
    """Moments typed on the application's clock."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(application.time_zone)

    def _placed(self, name: str) -> datetime | None:
        typed = self.cleaned_data[name]
        return in_zone(typed, self.zone) if typed else None


class PauseForm(_InZone):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=line())
    until = MomentField(
        label=_("Until"), required=False, help_text=_("Empty: until somebody resumes it.")
    )

    def clean_until(self) -> datetime | None:
        return self._placed("until")


class OutsideSendForm(_InZone):
    at = MomentField(label=_("Sent at"))
    note = forms.CharField(
        label=_("Note"),
        max_length=OutsideSend._meta.get_field("note").max_length,
        widget=line(),
        help_text=_("Who sent what, and how: the others will read it."),
    )

    def clean_at(self) -> datetime | None:
        return self._placed("at")
