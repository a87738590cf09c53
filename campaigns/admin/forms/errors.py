"""Puts what a service refused at the fields of a form."""

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from campaigns.access import NotAllowed, NotConfirmed
from campaigns.audit import request_denials
from campaigns.lib import i18n

SECRET_FIELDS = ("app_secret",)


NEVER_SHOWN = (*SECRET_FIELDS, "password")
"""Fields of any form whose typed value is never in the response."""


def add_refusal(request: HttpRequest, form: BaseForm, error: NotAllowed) -> None:
    """Adds each problem at its field, or above the form if it has none; records a denial."""
    request_denials.record(request, error)
    for problem in error.problems:
        name = problem.field if problem.field in form.fields else None
        form.add_error(name, i18n.render(problem.text))
    if not error.problems:
        form.add_error(None, i18n.render(error.text))
    for name in NEVER_SHOWN:
        if isinstance(error, NotConfirmed) and form.cleaned_data.get(name):
            form.add_error(name, _("Enter it again too: it is never shown."))
