"""Forms to sign in: password and code."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.accounts import throttle
from campaigns.lib import i18n


class SignInForm(AdminAuthenticationForm):
    """Shows the same sentence for a wrong name and a wrong password, and for a lock on any name."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    """Django only tells the browser its length; axes would store a longer one, PostgreSQL not."""
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("Check name and password: they do not fit, or may not sign in here."),
    }

    def get_invalid_login_error(self) -> ValidationError:
        if self.request is not None and getattr(self.request, "axes_locked_out", False):
            name = self.cleaned_data["username"]
            return ValidationError(
                i18n.render(throttle.sign_in_wait_text(self.request, name)), code="locked"
            )
        return super().get_invalid_login_error()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def refuse(self, sentence: str) -> None:
        """Adds the error at the field and clears what was typed."""
        self.add_error("code", sentence)
        self.data: Any = {}
