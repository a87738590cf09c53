"""The compose form: every field of a draft on one page. It never saves: `drafts` does."""

from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from .. import access, compose, texts
from ..domain.text import Unreadable
from ..models import Application, Campaign
from .columns import formfield
from .fields import MomentField, in_zone
from .layout import SECTIONS

MOMENTS = ("send_at", "send_before")


class ApplicationChoice(forms.ModelChoiceField):
    def label_from_instance(self, application: Any) -> str:
        return f"{application.name} ({application.time_zone})"


class CampaignForm(forms.ModelForm):
    """`instance` is a draft, new or stored; `user` limits the applications to choose from.

    A draft may break every rule of submission; refused is only what cannot be stored.
    """

    application = ApplicationChoice(queryset=Application.objects.none(), label=_("Application"))
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Reload the page."), "invalid": _("Reload the page.")},
    )

    class Meta:
        model = Campaign
        fields = [name for section in SECTIONS for name in section.fields]
        formfield_callback = formfield

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial.setdefault("version", self.instance.version)
        self.zone: ZoneInfo | None = None
        """The clock on which stored moments are shown; None while there are none."""
        self.choice = cast(ApplicationChoice, self.fields["application"])
        self.choice.queryset = access.applications(user)
        if self.instance.pk:
            self._show_in_zone(ZoneInfo(self.instance.application.time_zone))
            self._offer_what_is_stored()
        else:
            self._choose_the_only()

    def _choose_the_only(self) -> None:
        first = list(access.applications(self.user)[:2])
        if len(first) == 1:
            self.initial["application"] = first[0].pk
            self.choice.empty_label = None

    def _show_in_zone(self, zone: ZoneInfo) -> None:
        self.zone = zone
        for name in MOMENTS:
            cast(MomentField, self.fields[name]).zone = zone

    def _offer_what_is_stored(self) -> None:
        """An import may hold a value that the page does not list: it is shown, not lost."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.ChoiceField) or name == "application":
                continue
            stored = self.initial.get(name)
            choices: list[Any] = list(cast(Any, field.choices))
            known = {value for value, _label in choices}
            for value in stored if isinstance(stored, list) else [stored]:
                if value not in known and value not in (None, ""):
                    choices.append((value, _("%(value)s (not listed)") % {"value": value}))
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """What was not touched stays exactly as it was stored."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in set(cleaned) - set(self.changed_data) - {"application", "version"}:
            cleaned[name] = self.initial.get(name, cleaned[name])
        application = cleaned.get("application")
        if application is not None:
            self._place_in_zone(application)
        return cleaned

    def _place_in_zone(self, application: Application) -> None:
        """A stored moment keeps its time of day when the application, and so the clock, changes."""
        zone = ZoneInfo(application.time_zone)
        for name in MOMENTS:
            typed = self.cleaned_data.get(name)
            if typed is not None and typed.tzinfo and self.zone and self.zone.key != zone.key:
                typed = typed.astimezone(self.zone).replace(tzinfo=None)
            if typed is None or typed.tzinfo:
                continue
            try:
                self.cleaned_data[name] = in_zone(typed, zone)
            except forms.ValidationError as error:
                self.add_error(name, error)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        try:
            compose.to_message(self.instance)
        except Unreadable as error:
            for problem in error.problems:
                self.add_error(compose.field_of(problem.field), texts.render(problem.text))

    def is_behind(self) -> bool:
        """Was another version stored after the one that this person was shown?"""
        return bool(self.cleaned_data["version"] != self.initial["version"])

    def columns(self) -> dict[str, Any]:
        """The columns that differ from what is stored, with their new values."""
        changed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "application") and value != self.initial.get(name)
        }
        application = self.cleaned_data["application"]
        if application.pk != self.initial.get("application"):
            changed["application"] = application
        return changed
