"""Rows of campaigns, for the list and the front page: everything a row shows in one query."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import compose, texts
from ..domain.audience import Kind, sentence
from ..domain.workflow import Status
from ..models import Attempt, Campaign
from . import base, sentences

NONE = format_html('<span class="{}">–</span>', "none")
"""Where there is nothing to say."""


def with_latest(campaigns: "QuerySet[Campaign]") -> "QuerySet[Any]":
    """Beside each campaign its application, its author, and the latest try of all."""
    latest = Attempt.objects.filter(submission__campaign=OuterRef("pk")).order_by("-pk")
    return campaigns.select_related("application", "author").annotate(
        latest_outcome=Subquery(latest.values("outcome")[:1]),
        latest_code=Subquery(latest.values("code")[:1]),
        latest_push_id=Subquery(latest.values("push_id")[:1]),
    )


def titled(campaign: Campaign) -> SafeString:
    """The name, which leads to the page, and the labels, each of which leads to its like."""
    url = reverse("admin:campaigns_campaign_page", args=[campaign.pk])
    labels = format_html_join(
        "",
        ' <a class="label" href="?{}">{}</a>',
        ((urlencode({"label": label}), label) for label in map(str, campaign.labels)),
    )
    return format_html('<a class="name" href="{}">{}</a>{}', url, campaign.name, labels)


def chip(status: str) -> SafeString:
    """The state in words; its colour only repeats them."""
    return format_html('<span class="chip chip-{}">{}</span>', status, sentences.state(status))


def audience(campaign: Campaign) -> SafeString:
    text = texts.render(sentence(compose.to_message(campaign)))
    return format_html('<span class="{}">{}</span>', "grave" if is_grave(campaign) else "", text)


def is_grave(campaign: Campaign) -> bool:
    return bool(campaign.audience_kind) and Kind(campaign.audience_kind).is_everyone


def send_time(campaign: Campaign) -> str | Promise:
    """When it goes, or went to be sent, on the clock of its application."""
    at = campaign.due_at or campaign.send_at
    if at is None or (campaign.send_at is None and campaign.status == Status.DRAFT):
        return _("As soon as approved")
    return base.at(at, campaign.application.time_zone)


def result(campaign: Any) -> str:
    return sentences.result(
        campaign.latest_outcome, campaign.latest_code, campaign.latest_push_id or ""
    )
