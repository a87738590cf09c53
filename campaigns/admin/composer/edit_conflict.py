"""Two people edit one draft: the values that the other stored, beside what this one typed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _

from campaigns.admin.components.send_windows import moment_with_offset
from campaigns.admin.forms.extras import KEY, VALUE
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Campaign, Event

from .forms import COLUMNS, CampaignForm

TAKE_THEIRS = "theirs"
"""Name of the checkboxes that give up what was typed, one for each field."""


@dataclass(frozen=True)
class FieldChange:
    """`typed` is None if this person did not touch the field: the form now holds `stored`."""

    field: str
    label: str
    stored: str
    typed: str | None


@dataclass(frozen=True)
class EditConflict:
    """Who saved last, and every field that changed since the form was shown."""

    event: Event | None
    changes: list[FieldChange]


def merge_edits(
    posted: QueryDict, campaign: Campaign, user: User
) -> tuple[CampaignForm, EditConflict]:
    """A form on top of the stored draft. It keeps everything that this person typed; the other
    fields hold what is stored."""
    stored = CampaignForm(instance=Campaign.objects.get(pk=campaign.pk), user=user)
    form = CampaignForm(posted, instance=campaign, user=user)
    form.full_clean()
    theirs, mine = form.changed_meanwhile(), form.typed()
    asked = mine & set(form.columns()) | (mine & set(form.errors))
    changes = [_change(form, name, is_asked=name in asked) for name in COLUMNS if name in theirs]
    data = posted.copy()
    for name in ("version", "seen", *(theirs - mine)):
        _put(data, stored, name)
    moves = Event.objects.filter(campaign=campaign).exclude(verb=Verb.DENIED)
    last = moves.select_related("actor").order_by("-pk").first()
    return CampaignForm(data, instance=stored.instance, user=user), EditConflict(last, changes)


def without_given_up(posted: QueryDict, campaign: Campaign, user: User) -> QueryDict:
    """The posted data, with the stored value in each field whose box was ticked."""
    given_up = set(posted.getlist(TAKE_THEIRS)) & set(COLUMNS)
    if not given_up:
        return posted
    data, stored = posted.copy(), CampaignForm(instance=campaign, user=user)
    for name in given_up:
        _put(data, stored, name)
    return data


def _put(data: QueryDict, stored: CampaignForm, name: str) -> None:
    value = stored[name].value()
    for key in (name, f"{name}{KEY}", f"{name}{VALUE}"):
        data.pop(key, None)
    if isinstance(value, list):
        data.setlist(name, [str(item) for item in value])
    elif value is not None:
        data[name] = str(value)


def _change(form: CampaignForm, name: str, *, is_asked: bool) -> FieldChange:
    label, typed = str(form.fields[name].label), None
    if is_asked:
        typed = _value_text(form, name, form.cleaned_data.get(name, form[name].value()))
    return FieldChange(name, label, _value_text(form, name, form.initial.get(name)), typed)


def _value_text(form: CampaignForm, name: str, value: Any) -> str:
    field = form.fields[name]
    if value in (None, "", [], {}):
        return _("empty")
    match value:
        case datetime():
            return moment_with_offset(value)
        case list():
            return ", ".join(map(str, value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
    if isinstance(field, forms.ModelChoiceField):
        chosen = form.choice.queryset.filter(pk=getattr(value, "pk", value)).first()  # type: ignore[union-attr]
        return str(chosen or value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return str(value)
