"""What became of a campaign so far: votes, tries and events, ready to read."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.admin.components import sentences
from campaigns.admin.rehearsals.views import phones_url
from campaigns.domain import workflow
from campaigns.models import Attempt, Campaign, Event, Review, Submission
from campaigns.review import voters

from . import evidence

TRIES_SHOWN, EVENTS_SHOWN = 50, 200


@dataclass(frozen=True)
class VoteLine:
    """`void`: why it does not count any more, "" where it does."""

    review: Review
    void: str


@dataclass(frozen=True)
class VoteCount:
    """`have` of `needed` approvals count."""

    cast: list[VoteLine]
    have: int
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.have)


def vote_count(campaign: Campaign, submission: Submission | None) -> VoteCount | None:
    """Of what was submitted; None for a draft. Who loses the right after it has left has given
    their vote all the same."""
    if submission is None:
        return None
    cast = list(submission.reviews.select_related("reviewer"))
    approvals = [one for one in cast if one.verdict == Review.Verdict.APPROVE]
    counting = approvals
    if campaign.status in workflow.UNDECIDED:
        counting = voters.approvals(campaign, submission)
    return VoteCount(
        [
            VoteLine(one, _void(one) if one in approvals and one not in counting else "")
            for one in cast
        ],
        len(counting),
        voters.needed(campaign, submission),
    )


def _void(review: Review) -> str:
    if not review.reviewer.is_active:
        return _("deactivated: does not count")
    if review.solo and not settings.SOLO_MODE:
        return _("solo mode is off: does not count")
    return _("no longer a reviewer of this: does not count")


def attempt_lines(campaign: Campaign) -> list[dict[str, Any]]:
    found = Attempt.objects.filter(submission__campaign=campaign).order_by("pk")[:TRIES_SHOWN]
    return [
        {
            "attempt": attempt,
            "outcome": sentences.OUTCOME_LABELS.get(attempt.outcome, attempt.outcome),
            "phones": phones_url(campaign.application, attempt.push_id),
            "sentence": sentences.OUTCOME_TEXTS.get(attempt.outcome, attempt.outcome),
            "cause": sentences.cause_text(attempt.code),
            "why": evidence.failure_text(attempt.error),
        }
        for attempt in found
    ]


def event_lines(campaign: Campaign) -> list[dict[str, Any]]:
    """The newest first."""
    found = Event.objects.filter(campaign=campaign).select_related("actor").order_by("-pk")
    return [{"event": e, "verb": sentences.verb_text(e.verb)} for e in found[:EVENTS_SHOWN]]
