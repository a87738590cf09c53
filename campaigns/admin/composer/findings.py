"""Problems and advice about a draft, each with the field that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from campaigns.composer import message_columns
from campaigns.domain.advice.context import Advice
from campaigns.domain.translatable import Problem
from campaigns.lib import i18n

from .forms import CampaignForm


@dataclass(frozen=True)
class Finding:
    """`field` is the form's name and `label` its label, both "" for the whole draft. `origin`:
    source and date of the advice, "" for the console's own rules."""

    field: str
    label: str
    text: str
    origin: str = ""


def problem_findings(form: CampaignForm, problems: Iterable[Problem]) -> list[Finding]:
    """Errors of the form come first; other problems of the same field are left out."""
    entries = [
        _finding(form, name, str(text))
        for name, errors in (form.errors.items() if form.is_bound else ())
        for text in errors
    ]
    return entries + [
        _finding(form, message_columns.field_of(problem.field), i18n.render(problem.text))
        for problem in problems
        if message_columns.field_of(problem.field) not in form.errors
    ]


def advice_findings(form: CampaignForm, advice: Iterable[Advice]) -> list[Finding]:
    return [
        _finding(form, message_columns.field_of(line.field), i18n.render(line.text), _origin(line))
        for line in advice
    ]


def _origin(line: Advice) -> str:
    return _("%(source)s, read %(as_of)s") % {"source": line.source, "as_of": line.as_of}


def _finding(form: CampaignForm, name: str, text: str, origin: str = "") -> Finding:
    field: Any = form.fields.get(name)
    if field is None or field.widget.is_hidden:
        return Finding("", "", text, origin)
    return Finding(name, str(field.label), text, origin)
