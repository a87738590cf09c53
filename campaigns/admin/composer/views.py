"""The compose page: one form in four steps, with the live preview beside it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin.base import campaign_or_404, render_page, signed_in_user
from campaigns.admin.campaign_page import locks, next_step
from campaigns.admin.components.viewer import Viewer
from campaigns.admin.forms.layout import STEPS
from campaigns.audit import request_denials
from campaigns.composer import drafts, message_columns, sizes
from campaigns.domain.translatable import translatable
from campaigns.lib import database_clock, i18n
from campaigns.models import Campaign
from campaigns.sending import holds

from . import audience_step, edit_conflict, fragments, live, saves, schedule_step
from .deletion import campaign_delete as campaign_delete
from .forms import CampaignForm
from .page import live_form

TEMPLATE = "campaigns/composer/page.html"
TO_PAGE = "_page"
"""Name of the button that leaves the form for the campaign's page."""


def campaign_add(request: HttpRequest, *, allowed: bool) -> HttpResponse:
    if not allowed:
        raise PermissionDenied
    form = live.form_of(request, _blank(request))
    if request.method == "POST" and form.is_valid():
        application = form.cleaned_data["application"]
        columns = {**drafts.default_columns(application), **_without_application(form)}
        try:
            campaign, is_new = saves.create(request, application, columns)
        except NotAllowed as error:
            request_denials.record(request, error)
            return _render_refusal(request, form, None, error)
        return _redirect_saved(request, campaign) if is_new else _save_again(request, campaign)
    return _render(request, form, None)


def _save_again(request: HttpRequest, made: Campaign) -> HttpResponse:
    """The form of a new draft came again: it is the form of the draft that it has made."""
    edit = campaign_edit if made.is_draft else campaign_save_too_late
    return edit(request, campaign_or_404(request, made.pk))


def _blank(request: HttpRequest) -> Campaign:
    """A new campaign with the defaults of the application in the URL, or of the only
    application."""
    own, named = access.applications(signed_in_user(request)), request.GET.get("application", "")
    first = list(own.filter(pk=named) if named.isdecimal() else own[:2])
    if len(first) != 1:
        return Campaign()
    return Campaign(application=first[0], **drafts.default_columns(first[0]))


def campaign_edit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    stored = campaign_or_404(request, campaign.pk)
    if request.method != "POST" and sizes.size_problems(stored):
        return campaign_locked(request, stored)
    if saves.is_repeated(request, stored):
        return _redirect_saved(request, stored)
    form = live.form_of(request, campaign)
    if request.method != "POST" or not form.is_valid():
        return _render(request, form, stored)
    if form.is_behind() and not saves.is_own(request, stored):
        return _render_conflict(request, stored)
    try:
        saves.edit(request, stored, form.columns())
    except NotAllowed as error:
        return _not_saved(request, form, stored, error)
    return _redirect_saved(request, stored)


def _not_saved(
    request: HttpRequest, form: CampaignForm, stored: Campaign, error: NotAllowed
) -> HttpResponse:
    """Somebody else was faster, or the other click of the same form."""
    latest = campaign_or_404(request, stored.pk)
    is_newer = latest.is_draft and latest.version != stored.version
    if is_newer and saves.is_own(request, latest):
        return campaign_edit(request, latest)
    request_denials.record(request, error)
    if is_newer:
        return _render_conflict(request, latest)
    return _render_refusal(request, form, stored, error)


def campaign_save_too_late(request: HttpRequest, stored: Campaign) -> HttpResponse:
    """The draft was submitted in between: nothing is stored, and the typed values stay on
    screen."""
    form = live.form_of(request, stored)
    form.full_clean()
    why = translatable(
        "Withdraw it on its page, then save again: it was submitted while you typed."
    )
    return _render_refusal(request, form, stored, NotAllowed(why))


def campaign_locked(request: HttpRequest, stored: Campaign) -> HttpResponse:
    """The form to read only, and why it is locked. Of a draft that is too large it shows a part."""
    lock = locks.edit_lock(Viewer(signed_in_user(request), stored))
    if sizes.cut_if_too_large(stored):
        lock = lock or locks.too_large()
    form = CampaignForm(instance=stored, user=signed_in_user(request))
    return _render(request, form, stored, lock=lock)


def _without_application(form: CampaignForm) -> dict[str, Any]:
    return {name: value for name, value in form.columns().items() if name != "application"}


def _render_conflict(request: HttpRequest, stored: Campaign) -> HttpResponse:
    """Somebody saved in between: nothing is stored, nothing is lost, and the next save goes on
    top."""
    form, changes = edit_conflict.merge_edits(request.POST, stored, signed_in_user(request))
    return _render(request, form, stored, status=409, meanwhile=changes)


def _render_refusal(
    request: HttpRequest, form: CampaignForm, stored: Campaign | None, error: NotAllowed
) -> HttpResponse:
    """The typed values stay on screen."""
    form.add_error(None, i18n.render(error.text))
    for problem in error.problems:
        if (name := message_columns.field_of(problem.field)) in form.fields:
            form.add_error(name, i18n.render(problem.text))
    return _render(request, form, stored, status=409)


def _redirect_saved(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    messages.success(request, _("The draft “%(name)s” is saved.") % {"name": campaign.name})
    if TO_PAGE in request.POST:
        return redirect("admin:campaigns_campaign_page", campaign.pk)
    return redirect("admin:campaigns_campaign_change", campaign.pk)


def _render(
    request: HttpRequest,
    form: CampaignForm,
    stored: Campaign | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    now = database_clock.now()
    zone = live.zone(stored.application if stored else live.application(form))
    with timezone.override(zone):
        seen = live_form(form, now)
        parts = fragments.form_sections(seen)
    context = {
        "title": _title(stored, is_locked="lock" in more),
        "subtitle": stored.name if stored else None,
        "asked": next_step.change_request(stored) if stored else None,
        "paused": _pause_text(stored or form.instance, now),
        "form": form,
        "live": seen,
        **_steps(form, parts, now),
        "campaign": stored,
        "to_page": TO_PAGE,
        "no_application": not form.choice.queryset.exists(),  # type: ignore[union-attr]
        **more,
    }
    return render_page(request, TEMPLATE, context, zone=zone.key, status=status)


def _steps(form: CampaignForm, parts: list[fragments.FormSection], now: datetime) -> dict[str, Any]:
    """What the templates of the steps read."""
    return {
        "audience": audience_step.step(form, now),
        "audience_lines": audience_step.lines(form, parts),
        "schedule": schedule_step.schedule_of(form, now),
        "parts": parts,
        **{f"{step}_parts": [p for p in parts if p.section.step == step] for step in STEPS},
    }


def _pause_text(campaign: Campaign, now: datetime) -> str:
    """The reason of the application's current pause, "" if there is none."""
    if campaign.application_id is None:
        return ""
    pause = next(holds.pauses(campaign.application, now), None)
    return i18n.render(pause.reason) if pause else ""


def _title(stored: Campaign | None, *, is_locked: bool) -> str:
    if stored is None:
        return _("New campaign")
    return _("Locked campaign") if is_locked else _("Edit campaign")
