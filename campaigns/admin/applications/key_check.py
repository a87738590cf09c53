"""The check of app key and secret: after a save, and by its button."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin import once
from campaigns.admin.base import actor, report_refusal, signed_in_user
from campaigns.applications import key_checks
from campaigns.domain.provider.key_check import KeyState
from campaigns.lib import i18n
from campaigns.models import Application

from .pauses import application_or_404


@dataclass(frozen=True)
class LastCheck:
    """`is_waiting`: a worker has not answered yet; then there is no `at`."""

    said: str
    at: str = ""
    is_waiting: bool = False
    is_accepted: bool = False


@require_POST
def application_check_key(request: HttpRequest, pk: int) -> HttpResponse:
    application = application_or_404(request, pk)
    if not access.may(signed_in_user(request), access.OPERATE, application):
        raise PermissionDenied
    once.act_once(request, lambda: check_and_tell(request, application.pk))
    return redirect("admin:campaigns_application_change", application.pk)


def check_and_tell(request: HttpRequest, pk: int) -> None:
    """Have it checked: the page then shows what came of it. What was saved before stays saved."""
    try:
        key_checks.check_key(pk, actor(request))
    except NotAllowed as error:
        report_refusal(request, error)


def last_check(application: Application, zone: str, now: datetime) -> LastCheck | None:
    """The last check, its moment in `zone`; None if there is none."""
    row = key_checks.latest(application)
    if row is None:
        return None
    if row.is_waiting(now):
        return LastCheck(_("RongCloud is being asked."), is_waiting=True)
    with timezone.override(zone):
        at = i18n.moment(row.answered or row.asked)
    said = i18n.render(key_checks.sentence(row))
    return LastCheck(said, at, is_accepted=key_checks.state(row) is KeyState.ACCEPTED)
