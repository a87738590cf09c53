"""The reviewer's desk: campaigns that wait for this user's vote; the first to expire on top."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import access
from campaigns.admin import base
from campaigns.admin.components import campaign_rows
from campaigns.composer import audience_summaries
from campaigns.lib import database_clock
from campaigns.models import LARGE_COLUMNS, Submission
from campaigns.review import voters

SHOWN = 100
SOON = timedelta(hours=1)
"""Requests that expire within this time are marked."""


UNREAD = tuple(name for name in LARGE_COLUMNS if name != "title")
"""The title is shown; that of a submission has at most 50 characters."""


@dataclass(frozen=True)
class ReviewDeskRow(campaign_rows.CampaignRow):
    """One request for a vote. Moments are in the time zone of its application."""

    submission: Submission
    now: datetime

    @property
    def expires(self) -> str:
        return base.moment_text(self.submission.send_before, self.campaign.application.time_zone)

    @property
    def is_soon(self) -> bool:
        return self.submission.send_before - self.now < SOON


def review_desk_rows(user: User, now: datetime) -> list[ReviewDeskRow]:
    """One query, beside those that find who may vote, and for rows of earlier releases."""
    campaigns = voters.awaiting(user).select_related("application", "submission__submitter")
    campaigns = campaigns.defer(*UNREAD, "submission__body")
    ordered = list(campaigns.order_by("submission__send_before", "pk")[:SHOWN])
    audience_summaries.complete(ordered)
    return [
        ReviewDeskRow(campaign, campaign.submission, now)
        for campaign in ordered
        if campaign.submission
    ]


@require_safe
def review_desk(request: HttpRequest) -> HttpResponse:
    if not base.has_permission(request, access.REVIEW):
        raise PermissionDenied
    rows = review_desk_rows(base.signed_in_user(request), database_clock.now())
    context = {"title": _("Awaiting your review"), "desk": rows}
    return base.render_page(request, "campaigns/desks/review.html", context)
