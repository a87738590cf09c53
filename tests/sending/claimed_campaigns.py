"""Campaigns that are due or claimed by a sender, without a connection."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.utils import timezone

from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.lib.i18n import english
from campaigns.models import Application, Campaign
from campaigns.sending import holds
from campaigns.sending.claim import Claim, claim
from tests.factories import approved, make_campaign

EVERYONE: dict[str, Any] = {"audience_kind": "everyone", "audience_tag": []}
QUOTA_OF_NOBODY: dict[str, Any] = {"per_hour": 99, "per_day": 99}
ACCEPTED = Verdict(Outcome.ACCEPTED, 200, "push-1")
REFUSED = Verdict(Outcome.REFUSED, 1003, error="Bad parameter.")
NOT_SENT = Verdict(Outcome.NOT_SENT, error="Too long after the claim.")


Set = Callable[[float], None]
"""Changes a clock by so many seconds."""


def shown(campaign: Campaign) -> str:
    """What the campaign waits for, as people are told; asked anew."""
    hold = holds.current(Campaign.objects.get(pk=campaign.pk), timezone.now())
    return english(hold.reason) if hold else ""


def try_to_claim(campaign: Campaign) -> Claim | None:
    """Now, the wait after a failed try over."""
    Campaign.objects.filter(pk=campaign.pk, next_try_at__isnull=False).update(
        next_try_at=min(campaign.next_try_at or timezone.now(), timezone.now())
    )
    return claim(campaign.pk, request_id=uuid4().hex, host="http://localhost")


def claimed(application: Application) -> Claim:
    """A campaign that is being sent."""
    made = try_to_claim(approved(make_campaign(application)))
    assert made is not None
    return made


def campaign_of(claim: Claim) -> Campaign:
    """As it is now."""
    return Campaign.objects.get(pk=claim.campaign_pk)


def due_since(application: Application, minutes: float, **columns: Any) -> Campaign:
    """A campaign that was approved so long ago, as soon as approved, and has not gone."""
    with time_machine.travel(timezone.now() - timedelta(minutes=minutes)):
        return approved(make_campaign(application, **columns))
