"""The check of app key and secret: after a save, and by its button."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin.base import actor, report_refusal, signed_in_user
from campaigns.applications import key_checks
from campaigns.domain.provider.key_check import KeyState
from campaigns.lib import i18n
from campaigns.models import Application

from .pauses import application_or_404


@dataclass(frozen=True)
class LastCheck:
    said: str
    at: str
    is_accepted: bool


@require_POST
def application_check_key(request: HttpRequest, pk: int) -> HttpResponse:
    application = application_or_404(request, pk)
    if not access.may(signed_in_user(request), access.OPERATE, application):
        raise PermissionDenied
    check_and_tell(request, application)
    return redirect("admin:campaigns_application_change", application.pk)


def check_and_tell(request: HttpRequest, application: Application) -> None:
    """Check, and say on the next page what came of it; what was saved before stays saved."""
    try:
        row = key_checks.check_key(application.pk, actor(request))
    except NotAllowed as error:
        report_refusal(request, error)
        return
    said = i18n.render(key_checks.sentence(row))
    tell = messages.success if row.state == KeyState.ACCEPTED else messages.warning
    tell(request, said)


def last_check(application: Application, zone: str) -> LastCheck | None:
    """The last check that came to an end, its moment in `zone`; None if there is none."""
    row = key_checks.latest(application)
    if row is None or row.answered is None:
        return None
    with timezone.override(zone):
        at = i18n.moment(row.answered)
    said = i18n.render(key_checks.sentence(row))
    return LastCheck(said, at, is_accepted=row.state == KeyState.ACCEPTED)
