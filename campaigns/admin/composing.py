"""The compose page: one form with every field, what is wrong said at its field."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import access, compose, drafts, inspection, texts
from ..access import NotAllowed
from ..domain.advised import Advice
from ..domain.text import Problem
from ..forms.campaign import CampaignForm
from ..forms.layout import SECTIONS, Section
from ..models import Application, Campaign
from .base import actor, has, page, person

TO_PAGE = "_page"
"""Name of the button that leaves the form for the campaign's page."""


@dataclass(frozen=True)
class Line:
    """A field and what is said above it."""

    field: BoundField
    problems: list[str]
    advice: list[str]

    @property
    def errors(self) -> Any:
        return self.field.errors

    @property
    def has_something(self) -> bool:
        return bool(self.errors or self.problems or self.field.value() not in (None, "", [], {}))


@dataclass(frozen=True)
class Part:
    section: Section
    lines: list[Line]

    @property
    def is_open(self) -> bool:
        return not self.section.folds or any(line.has_something for line in self.lines)


def found(request: HttpRequest, pk: str | int) -> Campaign:
    """The campaign, if it is of one of the user's applications; Http404 otherwise."""
    if not has(request, access.VIEW):
        raise PermissionDenied
    campaigns = access.campaigns(person(request)).select_related("application", "author")
    try:
        return campaigns.get(pk=pk)
    except (Campaign.DoesNotExist, ValueError, OverflowError) as error:
        raise Http404 from error


def new(request: HttpRequest, *, allowed: bool) -> HttpResponse:
    if not allowed:
        raise PermissionDenied
    form = CampaignForm(request.POST or None, instance=Campaign(), user=person(request))
    if form.is_valid():
        try:
            campaign = drafts.create(
                form.cleaned_data["application"], actor(request), _without_application(form)
            )
        except NotAllowed as error:
            return _refused(request, form, None, error)
        return _saved(request, campaign)
    return _form(request, form, None)


def draft(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    stored = found(request, campaign.pk)
    form = CampaignForm(request.POST or None, instance=campaign, user=person(request))
    if form.is_valid():
        columns = form.columns()
        stored.version = form.cleaned_data["version"]
        try:
            if columns or form.is_behind():
                drafts.edit(stored, actor(request), columns)
        except NotAllowed as error:
            return _refused(request, form, stored, error)
        return _saved(request, stored)
    return _form(request, form, stored)


def _without_application(form: CampaignForm) -> dict[str, Any]:
    return {name: value for name, value in form.columns().items() if name != "application"}


def _refused(
    request: HttpRequest, form: CampaignForm, stored: Campaign | None, error: NotAllowed
) -> HttpResponse:
    """What was typed stays on screen."""
    form.add_error(None, texts.render(error.text))
    return _form(request, form, stored, status=409)


def _saved(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    messages.success(request, _("The draft “%(name)s” is saved.") % {"name": campaign.name})
    if TO_PAGE in request.POST:
        return redirect("admin:campaigns_campaign_page", campaign.pk)
    return redirect("admin:campaigns_campaign_change", campaign.pk)


def _form(
    request: HttpRequest, form: CampaignForm, stored: Campaign | None, *, status: int = 200
) -> HttpResponse:
    application = stored.application if stored else _application(form)
    zone = application.time_zone if application else timezone.get_default_timezone_name()
    problems, advice = _inspected(stored) if stored and not form.is_bound else ([], [])
    with timezone.override(zone):
        wrong, noted = _by_field(problems), _by_field(advice)
    parts = [_part(form, section, wrong, noted) for section in SECTIONS]
    context = {
        "title": _("Edit campaign") if stored else _("New campaign"),
        "subtitle": stored.name if stored else None,
        "form": form,
        "parts": parts,
        "campaign": stored,
        "elsewhere": wrong.pop("$", []),
        "problem_count": len(problems),
        "zone": zone if application else "",
        "now": timezone.now(),
        "to_page": TO_PAGE,
        "no_application": not form.fields["application"].queryset.exists(),  # type: ignore[attr-defined]
    }
    return page(request, "campaigns/compose.html", context, zone=zone, status=status)


def _application(form: CampaignForm) -> Application | None:
    choice = form.fields["application"].queryset  # type: ignore[attr-defined]
    pk = str(form["application"].value() or "")
    return choice.filter(pk=pk).first() if pk.isdigit() else None


def _inspected(campaign: Campaign) -> tuple[list[Problem], list[Advice]]:
    now = timezone.now()
    return inspection.problems(campaign, now), inspection.advise(campaign, now)


def _by_field(items: Iterable[Problem | Advice]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for item in items:
        said[compose.field_of(item.field)].append(texts.render(item.text))
    return said


def _part(
    form: CampaignForm, section: Section, wrong: dict[str, list[str]], noted: dict[str, list[str]]
) -> Part:
    lines = [Line(form[name], wrong.get(name, []), noted.get(name, [])) for name in section.fields]
    return Part(section, lines)
