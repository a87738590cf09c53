"""The front page: what waits for this user, what leaves next, recent results, and the quota."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.admin import base
from campaigns.admin.components import campaign_rows, quota_bar, sentences
from campaigns.admin.components.campaign_rows import ResultRow
from campaigns.admin.desks import review, unknown
from campaigns.applications import pauses, standing_pauses
from campaigns.composer import audience_summaries
from campaigns.domain.pauses import StandingPause
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock
from campaigns.lib.i18n import render
from campaigns.models import Application, Campaign, Pause
from campaigns.scheduling import quota
from campaigns.sending import holds
from campaigns.sending.host import readiness

ROWS = 10
RESULTS = (Status.SENT, Status.REFUSED, Status.UNKNOWN, Status.MISSED)


@dataclass(frozen=True)
class DashboardBox:
    """A list of campaigns under a heading; `nothing` is the text of an empty one."""

    slug: str
    title: str
    nothing: str
    rows: list[ResultRow]


@dataclass(frozen=True)
class BudgetLine:
    application: Application
    url: str
    budget: str
    paused: str


def dashboard_page(request: HttpRequest) -> TemplateResponse:
    now, user = database_clock.now(), base.signed_in_user(request)
    may_view = base.has_permission(request, access.VIEW)
    applications = list(access.applications(user).order_by("name")) if may_view else []
    campaigns = campaign_rows.with_latest(Campaign.objects.filter(application__in=applications))
    ledgers = quota.ledgers(applications, now)
    paused = standing_pauses.of_each(applications, now)
    context = {
        "title": _("Overview"),
        "now": now,
        "desk": review.review_desk_rows(user, now)
        if base.has_permission(request, access.REVIEW)
        else None,
        "unknown": list(unknown.unknown_campaigns(user)[:ROWS]) if may_view else [],
        "boxes": _boxes(request, campaigns) if may_view else [],
        "pause": next(iter(standing_pauses.everything()), None),
        "warnings": [render(text) for text in readiness.warnings(now)] if may_view else [],
        "reason_characters": Pause._meta.get_field("reason").max_length,
        "may_pause_all": pauses.may_pause_everything(base.actor(request)),
        "lines": [_budget_line(ledgers[one.pk], now, paused[one.pk]) for one in applications],
    }
    return base.render_page(request, "campaigns/dashboard/dashboard.html", context)


def _budget_line(plan: quota.Ledger, now: datetime, paused: list[StandingPause]) -> BudgetLine:
    application = plan.application
    hold = next(holds.pauses(application, now, paused), None)
    with timezone.override(application.time_zone):
        budget = quota_bar.quota_text(plan, now, hold)
    url = reverse("admin:campaigns_application_change", args=[application.pk])
    return BudgetLine(application, url, budget, sentences.pause_text(paused))


def _boxes(request: HttpRequest, campaigns: "QuerySet[Any]") -> list[DashboardBox]:
    user = base.signed_in_user(request)
    boxes = []
    if base.has_permission(request, access.COMPOSE):
        drafts = campaigns.filter(status=Status.DRAFT, author=user).order_by("-pk")
        boxes.append(_box("drafts", _("My drafts"), _("You have no drafts."), drafts))
    going = campaigns.filter(status__in=[Status.APPROVED, Status.SENDING]).order_by("due_at", "pk")
    boxes.append(_box("next", _("Next sends"), _("Nothing is going to be sent."), going))
    ended = campaigns.filter(status__in=RESULTS).order_by("-status_since", "-pk")
    boxes.append(_box("results", _("Recent results"), _("Nothing has been sent yet."), ended))
    return boxes


def _box(slug: str, title: str, nothing: str, campaigns: "QuerySet[Any]") -> DashboardBox:
    shown = list(campaigns[:ROWS])
    audience_summaries.complete(shown)
    waits = campaign_rows.waits(shown, database_clock.now())
    rows = [ResultRow(campaign, waits.get(campaign.pk, "")) for campaign in shown]
    return DashboardBox(slug, title, nothing, rows)


@require_POST
def everything_pause(request: HttpRequest) -> HttpResponse:
    reason = request.POST.get("reason", "")
    done = _("Everything is paused: nothing leaves until it is resumed.")
    by = base.actor(request)
    base.run_and_report(
        request,
        lambda: pauses.pause_everything(by, reason=reason),
        done,
        lambda: standing_pauses.has_paused_everything(by, reason),
    )
    return redirect("admin:index")


@require_POST
def everything_resume(request: HttpRequest) -> HttpResponse:
    base.run_and_report(
        request,
        lambda: pauses.resume_everything(base.actor(request)),
        _("Sending goes on."),
        lambda: not standing_pauses.everything(),
    )
    return redirect("admin:index")
