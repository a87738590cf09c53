"""The desk of sends with an unknown outcome: evidence, and who may decide; the oldest on top."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import access
from campaigns.admin import base
from campaigns.admin.campaign_page import buttons, evidence, locks
from campaigns.admin.components import campaign_rows, viewer
from campaigns.composer import audience_summaries
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock
from campaigns.models import LARGE_COLUMNS, Application, Attempt, Campaign, Submission

SHOWN = 50


@dataclass(frozen=True)
class UnknownDeskRow(campaign_rows.CampaignRow):
    """One send to decide. `why_not`: why the reader may not decide it and who can, "" if they
    may."""

    evidence: evidence.Evidence | None
    offers: list[buttons.Offer]
    why_not: str

    @property
    def since(self) -> datetime:
        return self.campaign.status_since


class Deciders:
    """Who may decide what; the users are looked up once for each application."""

    def __init__(self, reader: User) -> None:
        self.reader, self.may = reader, reader.has_perm(access.RESOLVE)
        self._people: dict[int, list[User]] = {}

    def why_not(self, campaign: Campaign) -> str:
        """ "" if the reader may decide it."""
        writers = campaign.writers()
        is_writer = self.reader.pk in writers
        if self.may and not is_writer:
            return ""
        able = [user for user in self._holders(campaign.application) if user.pk not in writers]
        return locks.undecidable_text(
            viewer.names_text(able[: viewer.NAMES_SHOWN + 1]), is_writer=is_writer
        )

    def _holders(self, application: Application) -> list[User]:
        if application.pk not in self._people:
            self._people[application.pk] = list(access.holders(access.RESOLVE, application))
        return self._people[application.pk]


def unknown_campaigns(user: User) -> "QuerySet[Campaign]":
    """Campaigns of the user's applications, the longest unknown first."""
    campaigns = access.campaigns(user).filter(status=Status.UNKNOWN)
    campaigns = campaigns.defer(*LARGE_COLUMNS)
    return campaigns.select_related("application").order_by("status_since", "pk")


def unknown_desk_rows(user: User) -> list[UnknownDeskRow]:
    """The number of queries grows with the applications, not with the campaigns."""
    submitted = Prefetch("submissions", Submission.objects.only("campaign", "submitter"))
    unread = set(LARGE_COLUMNS) - set(evidence.QUOTED)
    quoted = unknown_campaigns(user).defer(None).defer(*unread)
    campaigns = list(quoted.prefetch_related("editors", submitted)[:SHOWN])
    audience_summaries.complete(campaigns)
    attempts, deciders = evidence.open_attempts(campaigns), Deciders(user)
    return [
        _row(campaign, attempts.get(campaign.submission_id), user, deciders)
        for campaign in campaigns
    ]


def _row(
    campaign: Campaign, attempt: Attempt | None, user: User, deciders: Deciders
) -> UnknownDeskRow:
    why_not = deciders.why_not(campaign)
    return UnknownDeskRow(
        campaign,
        evidence.attempt_evidence(campaign, attempt) if attempt else None,
        [] if why_not else list(buttons.resolutions({"name": campaign.name})),
        why_not,
    )


@require_safe
def unknown_desk(request: HttpRequest) -> HttpResponse:
    if not base.has_permission(request, access.VIEW):
        raise PermissionDenied
    context = {
        "title": _("Sends with an unknown outcome"),
        "cases": unknown_desk_rows(base.signed_in_user(request)),
        "now": database_clock.now(),
    }
    return base.render_page(request, "campaigns/desks/unknown.html", context)
