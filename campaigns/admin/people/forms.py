"""Forms about people. They never save: `accounts.users` does. A password only goes in."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.accounts import role_changes, roles
from campaigns.admin.forms.fields import line, new_secret
from campaigns.models import Application

LABELS = {
    roles.MARKETER: _("marketer: writes and submits"),
    roles.REVIEWER: _("reviewer: approves"),
    roles.OPERATOR: _("operator: applications, secrets, people"),
    roles.AUDITOR: _("auditor: reads"),
}


def _password(required: bool, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        required=required,
        strip=False,
        widget=new_secret(),
        help_text=help_text,
    )


class ReachForm(forms.Form):
    """The applications that a person may use."""

    all_applications = forms.BooleanField(label=_("All applications"), required=False)
    applications = forms.ModelMultipleChoiceField(
        label=_("Applications"),
        required=False,
        queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ticked, “All applications” means later ones too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applications"].queryset = Application.objects.order_by("name")  # type: ignore[attr-defined]

    def reach(self) -> list[Application] | None:
        """The chosen applications; None means all."""
        if self.cleaned_data["all_applications"]:
            return None
        return list(self.cleaned_data["applications"])


class AddPersonForm(ReachForm):
    username = forms.CharField(
        label=_("Name"),
        max_length=User._meta.get_field("username").max_length,
        widget=line(autocomplete="username"),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"class": "vTextField"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=LABELS.items(), widget=forms.RadioSelect)
    password = _password(False, _("Without one they cannot sign in."))
    field_order = ("username", "email", "role", "all_applications", "applications", "password")


class RightsForm(ReachForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=LABELS.items(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A new reviewer votes on what is submitted from now on."),
    )
    field_order = ("roles", "all_applications", "applications")

    @classmethod
    def of(cls, user: User, posted: Any = None) -> "RightsForm":
        granted = getattr(user, "access", None)
        initial = {
            "roles": role_changes.role_names(user.pk),
            "all_applications": access.is_everywhere(user),
            "applications": granted.applications.all() if granted else [],
        }
        return cls(posted, initial=initial)


class PasswordForm(forms.Form):
    password = _password(True, _("It ends the sessions in which they are signed in."))
