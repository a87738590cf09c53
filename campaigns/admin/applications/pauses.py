"""What is switched or recorded beside an application's form: pauses, and sends made elsewhere."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin.base import actor, attempt, has, one, page, person, refuse
from campaigns.admin.forms.errors import report
from campaigns.applications import actions, pauses
from campaigns.lib import i18n
from campaigns.models import Application

from .forms import OutsideSendForm, PauseForm

VIEW = "campaigns.view_application"


def found(request: HttpRequest, pk: str | int) -> Application:
    """The application, if the user may use it; Http404 otherwise."""
    if not has(request, VIEW):
        raise PermissionDenied
    return one(access.applications(person(request)), pk)


def _back(application: Application) -> HttpResponse:
    return redirect("admin:campaigns_application_change", application.pk)


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    form = PauseForm(request.POST, application=application)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return _back(application)
    try:
        with timezone.override(application.time_zone):
            paused = pauses.pause_application(application.pk, actor(request), **form.cleaned_data)
            messages.success(request, _paused(paused))
    except NotAllowed as error:
        with timezone.override(application.time_zone):
            refuse(request, error)
    return _back(application)


def _paused(application: Application) -> str:
    if application.paused_until is None:
        said = _("“%(name)s” is paused: nothing leaves until it is resumed.")
        return said % {"name": application.name}
    until = i18n.moment(application.paused_until)
    said = _("“%(name)s” is paused: nothing leaves before %(until)s.")
    return said % {"name": application.name, "until": until}


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    said = _("“%(name)s” goes on.") % {"name": application.name}
    attempt(request, lambda: pauses.resume_application(application.pk, actor(request)), said)
    return _back(application)


def outside_send(request: HttpRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    if not access.may(person(request), access.OPERATE, application):
        raise PermissionDenied
    form = OutsideSendForm(request.POST or None, application=application)
    if form.is_valid():
        try:
            actions.record_outside_send(application.pk, actor(request), **form.cleaned_data)
        except NotAllowed as error:
            with timezone.override(application.time_zone):
                report(request, form, error)
        else:
            messages.success(request, _("Recorded: it counts for the quota."))
            return _back(application)
    context = {
        "title": _("A send made elsewhere"),
        "application": application,
        "form": form,
        "zone": application.time_zone,
    }
    return page(
        request, "campaigns/applications/outside_send.html", context, zone=application.time_zone
    )
