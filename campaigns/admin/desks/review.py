"""The reviewer's desk: what waits for this person's vote, what expires first on top."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import access
from campaigns.admin import base
from campaigns.admin.components import campaign_rows
from campaigns.models import Submission
from campaigns.review import voters

SHOWN = 100
SOON = timedelta(hours=1)
"""What expires within this time is marked."""


@dataclass(frozen=True)
class Waiting(campaign_rows.Row):
    """One request for a vote; the moments are shown on the clock of its application."""

    submission: Submission
    now: datetime

    @property
    def expires(self) -> str:
        return base.at(self.submission.send_before, self.campaign.application.time_zone)

    @property
    def is_soon(self) -> bool:
        return self.submission.send_before - self.now < SOON


def waiting(user: User, now: datetime) -> list[Waiting]:
    """One query beside those that find who may vote."""
    found = voters.awaiting(user).select_related("application", "submission__submitter")
    ordered = found.order_by("submission__send_before", "pk")[:SHOWN]
    return [Waiting(one, one.submission, now) for one in ordered if one.submission]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    if not base.has(request, access.REVIEW):
        raise PermissionDenied
    rows = waiting(base.person(request), timezone.now())
    context = {"title": _("Awaiting your review"), "desk": rows}
    return base.page(request, "campaigns/desks/review.html", context)
