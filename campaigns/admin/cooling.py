"""How long until an approved campaign may leave: the last chance to stop it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.domain.workflow import Status
from campaigns.models import Campaign

COUNTED = timedelta(days=1)
"""Further away, a day and a minute say more than a clock that counts."""


@dataclass(frozen=True)
class Cooling:
    """`now` is the server's clock: what counts down beside it needs no other."""

    due: datetime
    now: datetime


def cooling(campaign: Campaign, now: datetime) -> Cooling | None:
    """None for what is not approved, may leave already, or is days away."""
    due = campaign.due_at
    if campaign.status != Status.APPROVED or due is None or not now < due < now + COUNTED:
        return None
    return Cooling(due, now)
