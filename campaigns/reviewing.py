"""What reviewers decide: votes on a submission, and what became of a send nobody can know."""

from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from . import access, events, planning, voting
from .access import Actor, NotAllowed
from .domain import schedule
from .domain.audience import Kind
from .domain.outcome import PUSH_ID_CHARACTERS, Outcome
from .domain.text import Problem, gettext
from .domain.workflow import Move, Status
from .models import Campaign, Review, Submission
from .transitions import locked, move, to_draft


def approve(pk: int, actor: Actor, *, digest: str, comment: str = "") -> Campaign:
    """One vote for exactly what `digest` names; the last vote needed approves the campaign."""
    now = timezone.now()
    with locked(pk) as campaign:
        reviewer, submission = _voter(campaign, actor)
        _require_shown(digest, campaign, submission)
        carried = voting.is_carried(campaign, submission)
        if submission.reviews.filter(reviewer=reviewer).exists() and not carried:
            raise NotAllowed(gettext("Ask another reviewer: you have voted on this already."))
        _require_room(campaign, submission, now)
        _vote(submission, reviewer, Review.Verdict.APPROVE, comment, now)
        if carried or voting.is_carried(campaign, submission):
            _carry(campaign, submission, actor, comment, now)
        else:
            events.record("vote", actor, campaign=campaign, comment=comment, at=now)
    return campaign


def request_changes(pk: int, actor: Actor, *, comment: str, digest: str | None = None) -> Campaign:
    """Back to draft with a reason, by a person who may vote on it; also by one who approved it
    before, whose vote it then becomes. `digest` names what was shown, where something was."""
    now = timezone.now()
    with locked(pk) as campaign:
        reviewer, submission = _voter(campaign, actor)
        if digest is not None:
            _require_shown(digest, campaign, submission)
        _require_reason(comment)
        _vote(submission, reviewer, Review.Verdict.REQUEST_CHANGES, comment, now)
        to_draft(campaign, Move.REQUEST_CHANGES, actor=actor, comment=comment)
    return campaign


def resolve(pk: int, actor: Actor, *, arrived: bool, push_id: str = "", comment: str) -> Campaign:
    """Decide an unknown send by what the provider's console or users show. It stays counted."""
    with locked(pk) as campaign:
        _require_resolver(campaign, actor)
        _require_reason(comment)
        if arrived:
            _require_push_id(push_id.strip())
        target = Status.SENT if arrived else Status.REFUSED
        move(
            campaign,
            Move.RESOLVE,
            target,
            actor=actor,
            now=timezone.now(),
            comment=f"{comment} [{push_id.strip()}]" if arrived else comment,
        )
        _decide_attempt(campaign, arrived=arrived, push_id=push_id.strip())
    return campaign


def _voter(campaign: Campaign, actor: Actor) -> tuple[User, Submission]:
    reviewer = access.require(actor, access.REVIEW, campaign.application)
    submission = campaign.submission
    if campaign.status != Status.IN_REVIEW or submission is None:
        raise NotAllowed(gettext("Reload the page: this campaign is not in review."))
    reason = voting.why_not(reviewer, campaign)
    if reason is not None:
        raise NotAllowed(reason)
    return reviewer, submission


def _require_reason(comment: str) -> None:
    if not comment.strip():
        text = gettext("Write a reason: the others will read it.")
        raise NotAllowed(text, (Problem("comment", text),))


def _require_shown(digest: str, campaign: Campaign, submission: Submission) -> None:
    if not digest == submission.digest == submission.digest_now(campaign.application):
        raise NotAllowed(gettext("Read it again: this changed while you were reading."))


def _require_push_id(push_id: str) -> None:
    if not push_id:
        text = gettext("Enter the push ID under which it arrived.")
    elif len(push_id) > PUSH_ID_CHARACTERS:
        text = gettext("Enter the push ID only: this has %(n)d characters.", n=len(push_id))
    else:
        return
    raise NotAllowed(text, (Problem("push_id", text),))


def _require_room(campaign: Campaign, submission: Submission, now: datetime) -> None:
    """Approving what cannot fit any more would only lead to a missed campaign."""
    problems = planning.window_problems(
        campaign.application, Kind(submission.kind), submission.send_at, submission.send_before, now
    )
    if problems:
        raise NotAllowed(problems[0].text, tuple(problems))


def _vote(
    submission: Submission, reviewer: User, verdict: str, comment: str, now: datetime
) -> None:
    Review.objects.update_or_create(
        submission=submission,
        reviewer=reviewer,
        defaults={
            "submitter_id": submission.submitter_id,
            "verdict": verdict,
            "comment": comment,
            "digest": submission.digest,
            "created": now,
        },
    )


def _carry(
    campaign: Campaign, submission: Submission, actor: Actor, comment: str, now: datetime
) -> None:
    cool_down = campaign.application.cool_down_for(Kind(submission.kind))
    due = schedule.due(submission.send_at, now, cool_down)
    move(
        campaign,
        Move.APPROVE,
        Status.APPROVED,
        actor=actor,
        now=now,
        comment=comment,
        due_at=due,
        next_try_at=due,
    )


def _require_resolver(campaign: Campaign, actor: Actor) -> None:
    access.require(actor, access.RESOLVE, campaign.application)
    if access.is_writer(campaign, actor):
        raise NotAllowed(
            gettext("Ask another person: whoever wrote or submitted it may not decide this.")
        )


def _decide_attempt(campaign: Campaign, *, arrived: bool, push_id: str) -> None:
    """The outcome stays unknown, as it was to the machine; the push ID is a person's finding."""
    if arrived and campaign.submission is not None:
        campaign.submission.attempts.filter(outcome=Outcome.UNKNOWN).update(push_id=push_id)
