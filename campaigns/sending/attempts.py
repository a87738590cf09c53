"""The attempts of one submission: the row of the next one, and how many were not sent."""

from datetime import datetime
from typing import Any

from campaigns.domain.provider.outcome import Outcome
from campaigns.lib.prepared_queries import Prepared, key
from campaigns.models import Attempt, Campaign, Submission

_OUTCOMES = Prepared(
    lambda: (
        Attempt.objects.filter(submission=key("submission"))
        .order_by("pk")
        .values_list("outcome", flat=True)
    )
)


def begin(
    campaign: Campaign,
    submission: Submission,
    request_id: str,
    host: str,
    now: datetime,
    **more: Any,
) -> Attempt:
    """Create the next attempt. `more`: further columns, for an attempt that has ended already."""
    return Attempt.objects.create(
        application=campaign.application,
        submission=submission,
        number=len(_OUTCOMES(submission=submission.pk)) + 1,
        request_id=request_id,
        host=host,
        started=now,
        **more,
    )


def count_not_sent(submission_pk: int | None) -> int:
    """The number of attempts that were proven not sent."""
    return _OUTCOMES(submission=submission_pk).count(Outcome.NOT_SENT)
