"""Campaigns that have left, with one attempt and its outcome, as the sender would record them."""

from typing import Any

from django.utils import timezone

from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Attempt, Campaign
from tests import factories


def ended(campaign: Campaign, status: Status, outcome: Outcome, **columns: Any) -> Campaign:
    """Approve the campaign and give it one attempt with this outcome and these columns."""
    campaign, now = factories.approved(campaign), timezone.now()
    assert campaign.submission is not None
    Attempt.objects.create(
        application=campaign.application,
        submission=campaign.submission,
        number=1,
        request_id=f"request-{campaign.pk}",
        started=now,
        finished=now,
        outcome=outcome,
        **columns,
    )
    Campaign.objects.filter(pk=campaign.pk).update(status=status, status_since=now)
    campaign.refresh_from_db()
    return campaign


def unknown(campaign: Campaign, **columns: Any) -> Campaign:
    return ended(campaign, Status.UNKNOWN, Outcome.UNKNOWN, **columns)
