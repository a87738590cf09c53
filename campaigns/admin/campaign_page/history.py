"""The history of a campaign: votes, attempts and events, ready to read."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.admin.components import sentences
from campaigns.admin.rehearsals.views import phones_url
from campaigns.domain import workflow
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Attempt, Campaign, Event, RepeatedTries, Review, Submission
from campaigns.review import voters
from campaigns.sending.attempts import STORED

ATTEMPTS_SHOWN, EVENTS_SHOWN, DENIALS_SHOWN = 50, 200, 20


@dataclass(frozen=True)
class VoteLine:
    """`void`: why the vote does not count, "" if it counts."""

    review: Review
    void: str


@dataclass(frozen=True)
class VoteCount:
    """`have` approvals of `needed` count."""

    cast: list[VoteLine]
    have: int
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.have)


@dataclass(frozen=True)
class AttemptLine:
    """`phones` is the URL of the sandbox's phones, "" where there are none; `why` explains the
    recorded error, "" where no sentence is known."""

    attempt: Attempt
    outcome: Any
    phones: str
    sentence: Any
    cause: Any
    why: Any


@dataclass(frozen=True)
class AttemptHistory:
    """`lines`: the last ATTEMPTS_SHOWN, oldest first. `repeated`: further tries, of which no
    attempt tells."""

    lines: list[AttemptLine]
    repeated: list[RepeatedTries]


@dataclass(frozen=True)
class EventLine:
    event: Event
    verb: Any
    is_comment: bool


def vote_count(campaign: Campaign, submission: Submission | None) -> VoteCount | None:
    """The votes on what was submitted; None for a draft. After it has left, a vote keeps counting
    even if its reviewer loses the right to vote."""
    if submission is None:
        return None
    cast = list(submission.reviews.select_related("reviewer"))
    approvals = [review for review in cast if review.verdict == Review.Verdict.APPROVE]
    counting = approvals
    if campaign.status in workflow.UNDECIDED:
        counting = voters.approvals(campaign, submission)
    void = [review for review in approvals if review not in counting]
    return VoteCount(
        [VoteLine(review, _void(review) if review in void else "") for review in cast],
        len(counting),
        voters.needed(campaign, submission),
    )


def _void(review: Review) -> str:
    if not review.reviewer.is_active:
        return _("deactivated: does not count")
    if review.solo and not settings.SOLO_MODE:
        return _("solo mode is off: does not count")
    return _("no longer a reviewer of this: does not count")


def attempt_history(campaign: Campaign) -> AttemptHistory:
    latest = Attempt.objects.filter(submission__campaign=campaign).order_by("-pk")
    shown = list(reversed(latest[:ATTEMPTS_SHOWN]))
    repeated = RepeatedTries.objects.filter(submission__campaign=campaign).order_by("pk")
    lines = [
        AttemptLine(
            attempt=attempt,
            outcome=sentences.OUTCOME_LABELS.get(attempt.outcome, attempt.outcome),
            phones=phones_url(campaign.application, attempt.push_id),
            sentence=sentences.OUTCOME_TEXTS.get(attempt.outcome, attempt.outcome),
            cause=sentences.cause_text(attempt.code),
            why=attempt.get_failure_display(),
        )
        for attempt in shown
    ]
    return AttemptHistory(lines, list(repeated) if len(shown) >= STORED else [])


def event_lines(campaign: Campaign) -> list[EventLine]:
    """The newest event first. Refused attempts take no room from what happened."""
    events = Event.objects.filter(campaign=campaign).select_related("actor").order_by("-pk")
    happened = events.exclude(verb=Verb.DENIED)[:EVENTS_SHOWN]
    denied = events.filter(verb=Verb.DENIED)[:DENIALS_SHOWN]
    return [
        EventLine(event, sentences.verb_text(event.verb), event.verb == Verb.COMMENT)
        for event in sorted([*happened, *denied], key=lambda event: -event.pk)
    ]
