"""The form of an application. It never saves: `applications.actions` does. The secret only goes
in."""

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.admin.forms.fields import ListField, MomentField, in_zone, line, new_secret
from campaigns.admin.forms.message_fields import formfield
from campaigns.applications import data_centres
from campaigns.composer import drafts, message_columns
from campaigns.domain.provider.data_centres import SANDBOX
from campaigns.domain.provider.limits import TAG_BYTES
from campaigns.lib import i18n
from campaigns.models import Application, Campaign, KnownTag, OutsideSend, Submission
from campaigns.review.voters import reviewers

DEFAULTS = {f"default_{column}": column for column in drafts.columns_with_default()}
"""Form field -> column of Campaign that new campaigns start with."""
TAG_CHARACTERS = KnownTag._meta.get_field("name").max_length or TAG_BYTES
REASON_CHARACTERS = Application._meta.get_field("paused_reason").max_length

FIELDSETS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("At RongCloud"), ("name", "app_key", "app_secret", "data_centre")),
    (_("RongCloud's limits"), ("per_hour", "per_day", "day_zones")),
    (
        _("The team's rules"),
        (
            "time_zone",
            "quiet_from",
            "quiet_to",
            "votes_needed",
            "votes_needed_tags",
            "votes_needed_everyone",
            "voters",
            "cool_down_minutes",
            "everyone_per_day",
            "forbidden_words",
        ),
    ),
    (
        _("The app"),
        ("package_names", "known_tags", "test_user_ids", "sandbox_application"),
    ),
    (_("New campaigns start with"), tuple(DEFAULTS)),
)
OWN = {"app_secret", "known_tags", *DEFAULTS}
"""Form fields that are no columns."""


def _field(column: str) -> forms.Field:
    """The same form field as on the compose page."""
    return cast(forms.Field, formfield(cast(models.Field, Campaign._meta.get_field(column))))


class ApplicationForm(forms.ModelForm):
    app_secret = forms.CharField(
        label=_("App secret"),
        required=False,
        strip=False,
        widget=new_secret(),
        help_text=_("Empty keeps the stored one; it is never shown."),
    )
    data_centre = forms.ChoiceField(label=_("Data centre"))
    day_zones = ListField(label=_("Zones of the day"))
    forbidden_words = ListField(label=_("Forbidden words"), required=False)
    package_names = ListField(label=_("Package names"), required=False)
    test_user_ids = ListField(label=_("Test user IDs"), required=False, separators="\n,")
    voters = forms.ModelMultipleChoiceField(
        label=_("Who may vote"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: every reviewer of it. It holds for what is submitted from now on."),
    )
    known_tags = ListField(
        label=_("Known tags"),
        required=False,
        help_text=_("One per line: the tags that the app sets on its users."),
    )

    class Meta:
        model = Application
        fields = [name for _title, names in FIELDSETS for name in names if name not in OWN]
        help_texts = {"votes_needed_everyone": _("Everyone who uses a package is everyone too.")}
        widgets = {
            "app_key": line(autocomplete="off"),
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_to": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_data_centres()
        self._offer_defaults()
        self._offer_voters()
        rehearsals = access.applications(user).filter(data_centre=SANDBOX)
        self.fields["sandbox_application"].queryset = rehearsals  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.fields["app_secret"].required = True
            self.fields["app_secret"].help_text = _("It is stored encrypted and never shown.")
            return
        self.initial["known_tags"] = list(self.instance.known_tags.values_list("name", flat=True))
        if Submission.objects.filter(campaign__application=self.instance).exists():
            for name in ("app_key", "data_centre"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Fixed: something was submitted for it.")

    def _offer_data_centres(self) -> None:
        labels = {code: i18n.render(centre.label) for code, centre in data_centres.known().items()}
        if stored := self.instance.data_centre:
            labels.setdefault(stored, stored)
        self.fields["data_centre"].choices = labels.items()  # type: ignore[attr-defined]

    def _offer_voters(self) -> None:
        """Also offers stored voters who may no longer vote: otherwise saving anything else would
        drop them, and an empty list lets every reviewer vote."""
        stored = self.instance.voters.values("pk") if self.instance.pk else ()
        able = reviewers(self.instance).values("pk")
        offered = User.objects.filter(Q(pk__in=able) | Q(pk__in=stored)).order_by("username")
        self.fields["voters"].queryset = offered  # type: ignore[attr-defined]

    def _offer_defaults(self) -> None:
        stored = drafts.default_columns(self.instance)
        for name, column in DEFAULTS.items():
            self.fields[name] = _field(column)
            self.initial[name] = stored.get(column, message_columns.empty_value(column))

    def clean_known_tags(self) -> list[str]:
        names: list[str] = self.cleaned_data["known_tags"]
        for name in names:
            if len(name) > TAG_CHARACTERS:
                raise forms.ValidationError(
                    _("Shorten “%(tag)s”: it has %(n)d characters, the limit is %(limit)d."),
                    params={"tag": name[:60], "n": len(name), "limit": TAG_CHARACTERS},
                )
        return list(dict.fromkeys(names))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("quiet_from")) != bool(cleaned.get("quiet_to")):
            self.add_error("quiet_to", _("Fill in both quiet times, or neither."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """The columns that were changed, with their new values."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name not in OWN}
        if set(DEFAULTS) & set(self.changed_data):
            chosen = {column: self.cleaned_data[name] for name, column in DEFAULTS.items()}
            changed["default_channels"] = {
                column: value for column, value in chosen.items() if value not in (None, "")
            }
        return changed


class _InZone(forms.Form):
    """Times typed on the application's clock."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(application.time_zone)

    def _placed(self, name: str) -> datetime | None:
        typed = self.cleaned_data[name]
        return in_zone(typed, self.zone) if typed else None


class PauseForm(_InZone):
    reason = forms.CharField(label=_("Reason"), max_length=REASON_CHARACTERS, widget=line())
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
