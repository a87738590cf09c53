"""What a reviewer compares a submission with: the version that was reviewed before, and the most
similar push that the same application has sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.review.differences import Difference, differences, similarity
from campaigns.models import LARGE_COLUMNS, Campaign, Review, Submission

LATEST_SENDS = 30
"""The number of latest sends among which the most similar one is searched."""
MIN_LIKENESS = 0.25
"""Below this likeness (0 to 1), nothing is called similar."""


_CONTENT = tuple(f"campaign__{name}" for name in LARGE_COLUMNS)


@dataclass(frozen=True)
class Comparison:
    """An earlier submission and the body that is to leave. `likeness`: 0 to 1."""

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
    """Compare with the previous version that somebody voted on; None if there is none."""
    voted = Review.objects.filter(submission=OuterRef("pk"))
    earlier = Submission.objects.filter(Exists(voted), campaign=campaign, pk__lt=submission.pk)
    last = earlier.select_related("campaign").defer(*_CONTENT).order_by("-pk").first()
    return Comparison(last, _wire(submission.body_bytes)) if last else None


def left_of_others(campaign: Campaign) -> "QuerySet[Submission]":
    """What the application's other campaigns sent, or may have sent; the latest first."""
    return (
        Submission.objects.filter(
            campaign__application=campaign.application,
            attempts__outcome__in=[Outcome.ACCEPTED, Outcome.UNKNOWN],
        )
        .exclude(campaign_id=campaign.pk)
        .order_by("-pk")
    )


def with_most_similar(campaign: Campaign, raw: bytes) -> Comparison | None:
    """Compare `raw` with the most similar of the latest sends, the newest of equals; one query."""
    body = _wire(raw)
    latest = left_of_others(campaign).select_related("campaign").defer(*_CONTENT)[:LATEST_SENDS]
    comparisons = [
        Comparison(submission, body, similarity(_wire(submission.body_bytes), body))
        for submission in latest
    ]
    best = max(comparisons, key=lambda comparison: comparison.likeness, default=None)
    return best if best is not None and best.likeness >= MIN_LIKENESS else None


def _wire(raw: bytes) -> dict[str, Any]:
    """The body as JSON values; this console wrote the bytes, so they are one object."""
    body: dict[str, Any] = json.loads(raw)
    return body
