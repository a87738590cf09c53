"""What a submission is held against: the version that was reviewed before, and the campaign of the
same application that left and is most like it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.review.differences import Difference, differences, similarity
from campaigns.models import Campaign, Review, Submission

LOOKED_AT = 30
"""How many of the application's latest sends the most similar one is looked for in."""
ALIKE = 0.25
"""With less in common than this, nothing is called similar."""


@dataclass(frozen=True)
class Comparison:
    """An earlier submission, its campaign with it, beside the body that is to leave."""

    earlier: Submission
    body: Mapping[str, Any]
    likeness: float = 1.0

    @cached_property
    def before(self) -> dict[str, Any]:
        return _wire(self.earlier.body_bytes)

    @cached_property
    def differences(self) -> list[Difference]:
        return differences(self.before, self.body)


def with_reviewed(campaign: Campaign, submission: Submission) -> Comparison | None:
    """With the previous version that somebody voted on; None where there is none."""
    voted = Review.objects.filter(submission=OuterRef("pk"))
    earlier = Submission.objects.filter(Exists(voted), campaign=campaign, pk__lt=submission.pk)
    last = earlier.select_related("campaign").order_by("-pk").first()
    return Comparison(last, _wire(submission.body_bytes)) if last else None


def left_of_others(campaign: Campaign) -> "QuerySet[Submission]":
    """What left, or may have left, of the application's other campaigns; the latest first."""
    return (
        Submission.objects.filter(
            campaign__application=campaign.application,
            attempts__outcome__in=[Outcome.ACCEPTED, Outcome.UNKNOWN],
        )
        .exclude(campaign_id=campaign.pk)
        .order_by("-pk")
    )


def with_most_similar(campaign: Campaign, raw: bytes) -> Comparison | None:
    """With what left lately and shares most with `raw`, the newest of equals; one query."""
    body = _wire(raw)
    latest = left_of_others(campaign).select_related("campaign")[:LOOKED_AT]
    comparisons = [
        Comparison(submission, body, similarity(_wire(submission.body_bytes), body))
        for submission in latest
    ]
    best = max(comparisons, key=lambda comparison: comparison.likeness, default=None)
    return best if best is not None and best.likeness >= ALIKE else None


def _wire(raw: bytes) -> dict[str, Any]:
    """Of bytes that this console made: one object, of the page's shape."""
    body: dict[str, Any] = json.loads(raw)
    return body
