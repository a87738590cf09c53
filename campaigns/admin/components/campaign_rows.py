"""Rows of campaigns for the list and the front page. All that a row shows comes from one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns.admin import base
from campaigns.applications import data_centres
from campaigns.composer import audience_summaries
from campaigns.domain.message.draft_limits import DRAFT_LABELS
from campaigns.domain.workflow import Move, Status
from campaigns.lib import i18n
from campaigns.models import LARGE_COLUMNS, Application, Attempt, Campaign, Event
from campaigns.sending import hold_summaries

from . import sentences


@dataclass(frozen=True)
class CampaignRow:
    """One campaign of a list."""

    campaign: Campaign

    @property
    def url(self) -> str:
        return base.campaign_url(self.campaign.pk)

    @property
    def audience(self) -> SafeString:
        return audience_html(self.campaign)

    @property
    def send_time(self) -> str | Promise:
        return send_time_text(self.campaign)


@dataclass(frozen=True)
class ResultRow(CampaignRow):
    """A campaign from `with_latest`. `waits`: why it has not left although it is due, or ""."""

    waits: str

    @property
    def name(self) -> SafeString:
        return name_html(self.campaign)

    @property
    def chip(self) -> SafeString:
        return status_chip(self.campaign.status)

    @property
    def result(self) -> str:
        return result_text(self.campaign, self.waits)


def with_latest(campaigns: "QuerySet[Campaign]") -> "QuerySet[Any]":
    """Adds to each campaign its application, its author, its latest attempt, and who decided an
    unknown outcome; leaves its content out."""
    decided = Event.objects.filter(
        campaign=OuterRef("pk"), verb=Move.RESOLVE, at__gte=OuterRef("status_since")
    )
    latest = Attempt.objects.filter(submission__campaign=OuterRef("pk")).order_by("-pk")
    rows = campaigns.select_related("application", "author").defer(*LARGE_COLUMNS)
    return rows.annotate(
        latest_outcome=Subquery(latest.values("outcome")[:1]),
        latest_code=Subquery(latest.values("code")[:1]),
        latest_push_id=Subquery(latest.values("push_id")[:1]),
        decided_by=Subquery(decided.values("actor__username")[:1]),
    )


def name_html(campaign: Campaign) -> SafeString:
    """The name with a link to the page, and each label with a link to the list of that label."""
    labels = format_html_join(
        "",
        ' <a class="label" href="?{}">{}</a>',
        ((urlencode({"label": label}), label) for label in campaign.labels[:DRAFT_LABELS]),
    )
    url = base.campaign_url(campaign.pk)
    return format_html('<a class="name" href="{}">{}</a>{}', url, campaign.name, labels)


def status_chip(status: str) -> SafeString:
    """The state in words; the colour only repeats it."""
    return format_html('<span class="chip chip-{}">{}</span>', status, sentences.state_text(status))


def audience_text(campaign: Campaign) -> str:
    return i18n.render(audience_summaries.sentence(campaign))


def audience_html(campaign: Campaign) -> SafeString:
    text = audience_text(campaign)
    return format_html('<span class="{}">{}</span>', "grave" if campaign.is_grave else "", text)


def send_time_text(campaign: Campaign) -> str | Promise:
    """The send time, in the application's time zone."""
    at = campaign.due_at or campaign.send_at
    if at is None or (campaign.send_at is None and campaign.status == Status.DRAFT):
        return _("As soon as approved")
    return base.moment_text(at, campaign.application.time_zone)


def waits(campaigns: Iterable[Campaign], now: datetime) -> dict[int, str]:
    """Primary key -> why a campaign that is due has not left, in a fixed number of queries."""
    by_pk = {campaign.pk: campaign for campaign in campaigns}
    texts = {}
    for pk, hold in hold_summaries.first_holds(by_pk.values(), now).items():
        with timezone.override(by_pk[pk].application.time_zone):
            texts[pk] = sentences.hold_text(hold)
    return texts


def result_text(campaign: Any, waits: str) -> str:
    """The latest attempt in a few words, or why a campaign that is due waits."""
    if campaign.decided_by:
        decided = {"state": sentences.state_text(campaign.status), "name": campaign.decided_by}
        return _("%(state)s, by the word of %(name)s") % decided
    return waits or sentences.result_text(
        campaign.latest_outcome, campaign.latest_code, campaign.latest_push_id or ""
    )


def data_centre_text(application: Application) -> str:
    """Name of the data centre in the reader's language; its code if this installation does not know
    it."""
    centre = data_centres.known().get(application.data_centre)
    return i18n.render(centre.label) if centre else application.data_centre
