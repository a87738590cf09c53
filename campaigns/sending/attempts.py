"""The tries of one submission: what became of each, and the row of the next."""

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
    """The row of the next try; `more` are columns of one that has ended already."""
    return Attempt.objects.create(
        application=campaign.application,
        submission=submission,
        number=len(_OUTCOMES(submission=submission.pk)) + 1,
        request_id=request_id,
        host=host,
        started=now,
        **more,
    )


def failed(submission_pk: int | None) -> int:
    """How many tries are proven to have stayed here."""
    return _OUTCOMES(submission=submission_pk).count(Outcome.NOT_SENT)
