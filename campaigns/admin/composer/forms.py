"""The compose form: every field of a draft. It never saves: `composer.drafts` does."""

from collections.abc import MutableMapping
from datetime import UTC
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.admin.forms.fields import MomentField, chosen_fold, in_zone
from campaigns.admin.forms.layout import SECTIONS
from campaigns.admin.forms.message_fields import formfield
from campaigns.composer import message_columns, sizes
from campaigns.domain.message import draft_limits
from campaigns.domain.translatable import Unreadable
from campaigns.lib import i18n
from campaigns.models import Application, Campaign

from .fingerprints import differing, fingerprints

MOMENTS = ("send_at", "send_before")
COLUMNS = tuple(name for section in SECTIONS for name in section.fields)
OF_THE_FORM = {"version", "seen"}
"""Fields that are no columns: the version of the draft that this person was shown."""


class ApplicationChoice(forms.ModelChoiceField):
    def label_from_instance(self, application: Any) -> str:
        return f"{application.name} ({application.time_zone})"

    def choose_the_only(self, initial: MutableMapping[str, Any]) -> None:
        first = list(cast("QuerySet[Application]", self.queryset)[:2])
        if len(first) == 1:
            initial["application"] = first[0].pk
            self.empty_label = None


class CampaignForm(forms.ModelForm):
    """`instance` is a draft, new or stored; `user` limits the applications to choose from. A draft
    may break every rule of submission; only what cannot be stored is refused."""

    application = ApplicationChoice(queryset=Application.objects.none(), label=_("Application"))
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Reload the page."), "invalid": _("Reload the page.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = COLUMNS

    class Meta:
        model = Campaign
        fields = tuple(name for name in COLUMNS if name != "application")
        """Without the application: validating a foreign key asks the database again."""
        formfield_callback = formfield

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["application"] = self.instance.application_id
        self.initial["seen"] = fingerprints(self.initial, COLUMNS)
        self.initial["version"] = self.instance.version
        self.zone: ZoneInfo | None = None
        """The clock on which stored moments are shown; None while there are none."""
        self.fields["name"].error_messages["required"] = _("Give the campaign a name.")
        self.choice = cast(ApplicationChoice, self.fields["application"])
        self.choice.error_messages["required"] = _("Choose an application.")
        self.choice.queryset = access.applications(user)
        if self.instance.pk:
            self._show_in_zone(ZoneInfo(self.instance.application.time_zone))
            self._offer_what_is_stored()
        else:
            self.choice.choose_the_only(self.initial)

    def _show_in_zone(self, zone: ZoneInfo) -> None:
        self.zone = zone
        for name in MOMENTS:
            cast(MomentField, self.fields[name]).zone = zone

    def _offer_what_is_stored(self) -> None:
        """Adds a stored value that an import brought and the page does not list, so that it is not
        lost."""
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
        """Fields that were not touched keep exactly their stored value."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in set(cleaned) - set(self.changed_data) - {"application", *OF_THE_FORM}:
            cleaned[name] = self.initial.get(name, cleaned[name])
        application = cleaned.get("application")
        if application is not None:
            self.instance.application = application
            self._place_in_zone(application)
        return cleaned

    def _place_in_zone(self, application: Application) -> None:
        """Puts typed times into the application's time zone. A stored moment keeps its time of day
        when the application changes."""
        zone = ZoneInfo(application.time_zone)
        for name in MOMENTS:
            typed, fold = self.cleaned_data.get(name), chosen_fold(self.data, name)
            if typed is not None and typed.tzinfo and self.zone:
                local = typed.astimezone(self.zone)
                if self.zone.key == zone.key:
                    # asked anew, an hour that clocks show twice may be the other one now
                    moment = local if fold is None else local.replace(fold=fold)
                    self.cleaned_data[name] = moment.astimezone(UTC)
                    continue
                typed = local.replace(tzinfo=None)
            if typed is None or typed.tzinfo:
                continue
            try:
                self.cleaned_data[name] = in_zone(typed, zone, fold)
            except forms.ValidationError as error:
                self.add_error(name, error)

    def full_clean(self) -> None:
        """Also reads the whole message once every field is cleaned; it adds nothing to a field that
        has an error."""
        super().full_clean()
        if not self.is_bound:
            return
        self._leave_out_too_much()
        refused = set(self.errors)
        try:
            message_columns.to_message(self.instance)
        except Unreadable as error:
            for problem in error.problems:
                if (name := message_columns.field_of(problem.field)) not in refused:
                    self.add_error(name, i18n.render(problem.text))

    def _leave_out_too_much(self) -> None:
        """What is above the limits of a draft stays in the form, refused, and out of the preview.
        The length of user ids is left to `composer.drafts`: they may be there to be split."""
        sized = {name: getattr(self.instance, name) for name in sizes.SIZED}
        while problems := list(draft_limits.problems(sized, whole=False)):
            for problem in problems:
                self.add_error(problem.field, i18n.render(problem.text))
                sized[problem.field] = message_columns.empty_value(problem.field)
                setattr(self.instance, problem.field, sized[problem.field])

    def validate_unique(self) -> None:
        """Makes no query: no column of a draft is unique."""

    def is_behind(self) -> bool:
        """Whether another version was stored after the one that this person was shown."""
        return bool(self.cleaned_data["version"] != self.initial["version"])

    def changed_meanwhile(self) -> set[str]:
        """Columns that somebody else changed since this person was shown them; if that is unknown,
        all columns that differ from what is stored."""
        changed = differing(self["seen"].value() or "", self.initial, COLUMNS)
        return set(self.columns()) if changed is None else changed

    def typed(self) -> set[str]:
        """Columns that this person changed, including those that cannot be read."""
        values = dict(self.cleaned_data)
        values["application"] = getattr(values.get("application"), "pk", None)
        seen = self["seen"].value() or ""
        changed = differing(seen, values, COLUMNS)
        typed = set(self.columns()) if changed is None else changed
        return typed | (set(self.errors) & set(COLUMNS))

    def columns(self) -> dict[str, Any]:
        """The columns that differ from what is stored, with their new values."""
        changed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"application", *OF_THE_FORM} and value != self.initial.get(name)
        }
        application = self.cleaned_data["application"]
        if application.pk != self.initial.get("application"):
            changed["application"] = application
        return changed
