"""Pauses of an application, and sends made elsewhere."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin import kept, once
from campaigns.admin.base import (
    actor,
    has_permission,
    render_page,
    report_refusal,
    row_or_404,
    signed_in_user,
)
from campaigns.admin.forms.errors import add_refusal
from campaigns.applications import actions, pauses, standing_pauses
from campaigns.lib import database_clock, i18n
from campaigns.models import Application

from . import pause_lines
from .forms import OutsideSendForm, PauseForm

VIEW = "campaigns.view_application"


def application_or_404(request: HttpRequest, pk: str | int) -> Application:
    """The application, if the user may use it; Http404 otherwise."""
    if not has_permission(request, VIEW):
        raise PermissionDenied
    return row_or_404(access.applications(signed_in_user(request)), pk)


def _back(application: Application) -> HttpResponse:
    return redirect("admin:campaigns_application_change", application.pk)


@require_POST
def application_pause(request: HttpRequest, pk: int) -> HttpResponse:
    application = application_or_404(request, pk)
    form = PauseForm(request.POST, application=application)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return _back(application)
    try:
        with timezone.override(application.time_zone):
            by, typed = actor(request), form.cleaned_data
            once.act_once(
                request,
                lambda: pauses.pause_application(application.pk, by, **typed),
                stands=lambda: standing_pauses.has_paused(
                    application.pk, by, **typed, now=database_clock.now()
                ),
            )
            messages.success(request, _paused_text(application, typed["until"]))
    except NotAllowed as error:
        with timezone.override(application.time_zone):
            report_refusal(request, error)
    return _back(application)


def _paused_text(application: Application, until: datetime | None) -> str:
    if until is None:
        text = _("“%(name)s” is paused: nothing leaves until it is resumed.")
        return text % {"name": application.name}
    text = _("“%(name)s” is paused: nothing leaves before %(until)s.")
    return text % {"name": application.name, "until": i18n.moment(until)}


@require_POST
def application_resume(request: HttpRequest, pk: int) -> HttpResponse:
    application = application_or_404(request, pk)
    try:
        left = pauses.resume_application(application.pk, actor(request))
    except NotAllowed as error:
        report_refusal(request, error)
    else:
        if left:
            messages.warning(request, pause_lines.still_paused_text(application, left))
        else:
            messages.success(request, _("“%(name)s” goes on.") % {"name": application.name})
    return _back(application)


def outside_send_record(request: HttpRequest, pk: int) -> HttpResponse:
    application = application_or_404(request, pk)
    if not access.may(signed_in_user(request), access.OPERATE, application):
        raise PermissionDenied
    form = OutsideSendForm(kept.posted(request), application=application)
    if request.method == "POST" and form.is_valid():
        try:
            by, typed = actor(request), form.cleaned_data
            once.act_once(request, lambda: actions.record_outside_send(application.pk, by, **typed))
        except NotAllowed as error:
            with timezone.override(application.time_zone):
                add_refusal(request, form, error)
        else:
            messages.success(request, _("Recorded: it counts for the quota."))
            return _back(application)
    context = {
        "title": _("A send made elsewhere"),
        "application": application,
        "form": form,
        "zone": application.time_zone,
    }
    return render_page(
        request, "campaigns/applications/outside_send.html", context, zone=application.time_zone
    )
