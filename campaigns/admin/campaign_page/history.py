"""What became of a campaign so far: votes, tries and events, ready to read."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.admin import rehearsals
from campaigns.admin.components import sentences
from campaigns.domain import workflow
from campaigns.models import Attempt, Campaign, Event, Review, Submission
from campaigns.review import voters

TRIES_SHOWN, EVENTS_SHOWN = 50, 200


@dataclass(frozen=True)
class Vote:
    """`void`: why it does not count any more, "" where it does."""

    review: Review
    void: str


@dataclass(frozen=True)
class Votes:
    """`have` of `needed` approvals count."""

    cast: list[Vote]
    have: int
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.have)


def votes(campaign: Campaign, submission: Submission | None) -> Votes | None:
    """Of what was submitted; None for a draft. Who loses the right after it has left has given
    their vote all the same."""
    if submission is None:
        return None
    cast = list(submission.reviews.select_related("reviewer"))
    approvals = [one for one in cast if one.verdict == Review.Verdict.APPROVE]
    counting = approvals
    if campaign.status in workflow.UNDECIDED:
        counting = voters.approvals(campaign, submission)
    return Votes(
        [Vote(one, _void(one) if one in approvals and one not in counting else "") for one in cast],
        len(counting),
        voters.needed(campaign, submission),
    )


def _void(review: Review) -> str:
    if not review.reviewer.is_active:
        return _("deactivated: does not count")
    if review.solo and not settings.SOLO_MODE:
        return _("solo mode is off: does not count")
    return _("no longer a reviewer of this: does not count")


def tries(campaign: Campaign) -> list[dict[str, Any]]:
    found = Attempt.objects.filter(submission__campaign=campaign).order_by("pk")[:TRIES_SHOWN]
    return [
        {
            "attempt": attempt,
            "outcome": sentences.SHORT.get(attempt.outcome, attempt.outcome),
            "phones": rehearsals.phones(campaign.application, attempt.push_id),
            "sentence": sentences.OUTCOMES.get(attempt.outcome, attempt.outcome),
            "cause": sentences.cause(attempt.code),
            "why": attempt.get_failure_display(),
        }
        for attempt in found
    ]


def events(campaign: Campaign) -> list[dict[str, Any]]:
    """The newest first."""
    found = Event.objects.filter(campaign=campaign).select_related("actor").order_by("-pk")
    return [{"event": e, "verb": sentences.verb(e.verb)} for e in found[:EVENTS_SHOWN]]
