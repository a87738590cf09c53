"""A vote on a submission: what it requires, and its row."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from campaigns.access import Actor, Denied, NotAllowed
from campaigns.audit import pace
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.review import checklist
from campaigns.domain.scheduling import window
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Move, Status
from campaigns.models import Campaign, Review, Submission
from campaigns.scheduling import quota
from campaigns.workflow import comments
from campaigns.workflow.transitions import move


def require_shown(digest: str, campaign: Campaign, submission: Submission) -> None:
    """Raises NotAllowed where `digest`, of what was shown, is not that of what would leave now."""
    if not digest == submission.digest == submission.digest_now(campaign.application):
        raise NotAllowed(translatable("Read it again: this changed while you were reading."))


def require_checked(checked: Collection[str]) -> None:
    """Raises NotAllowed, with one problem for each section of the packet that is not ticked."""
    missing = checklist.checklist_problems(checked)
    if missing:
        raise NotAllowed(missing[0].text, tuple(missing))


def require_room(campaign: Campaign, submission: Submission, now: datetime) -> None:
    """Raises NotAllowed where the quota has no slot left in the window: the campaign would only be
    missed."""
    problems = quota.submitted_window_problems(campaign, submission, now)
    if problems:
        raise NotAllowed(problems[0].text, tuple(problems))


def approve(
    campaign: Campaign,
    submission: Submission,
    reviewer: User,
    *,
    comment: str,
    checked: Collection[str],
    at: datetime,
) -> Review:
    comments.require_readable(comment)
    columns = {"comment": comment, "checked": checklist.ticked_sections(checked), "created": at}
    return _save_vote(campaign, submission, reviewer, verdict=Review.Verdict.APPROVE, **columns)


def request_changes(
    campaign: Campaign, submission: Submission, reviewer: User, *, comment: str, at: datetime
) -> Review:
    comments.require_reason(comment)
    verdict, columns = Review.Verdict.REQUEST_CHANGES, {"comment": comment, "created": at}
    return _save_vote(campaign, submission, reviewer, verdict=verdict, **columns)


def _save_vote(
    campaign: Campaign, submission: Submission, reviewer: User, **columns: Any
) -> Review:
    """One row per person: a later vote replaces an earlier one."""
    submitter, digest = submission.submitter_id, submission.digest
    solo = reviewer.pk in campaign.writers()
    vote, _ = Review.objects.update_or_create(
        submission=submission,
        reviewer=reviewer,
        defaults={"submitter_id": submitter, "digest": digest, "solo": solo, **columns},
    )
    return vote


def approve_campaign(
    campaign: Campaign,
    submission: Submission,
    actor: Actor,
    comment: str,
    now: datetime,
    *,
    evidence: str,
) -> None:
    """Approve the campaign: the last vote needed is in. It is due at its time, after the
    cool-down."""
    cool_down = campaign.application.cool_down_for(KINDS[submission.kind])
    due = window.due(submission.send_at, now, cool_down)
    move(
        campaign,
        Move.APPROVE,
        Status.APPROVED,
        actor=actor,
        now=now,
        comment=comment,
        evidence=evidence,
        due_at=due,
        next_try_at=due,
    )


COUNTED = (Move.APPROVE, Move.REQUEST_CHANGES, Move.RESOLVE, Verb.COMMENT, Verb.VOTE)
SPAN = timedelta(minutes=1)


def require_pace(actor: Actor, now: datetime) -> None:
    """Rate limit: raises NotAllowed where this person decided DECISIONS_PER_MINUTE times in the
    last minute. Call it in the transaction that decides."""
    most: int = settings.DECISIONS_PER_MINUTE
    if pace.is_reached(actor, COUNTED, most=most, span=SPAN, now=now):
        raise NotAllowed(
            translatable(
                "Wait a minute: you have decided %(most)d times in the last one.", most=most
            )
        )


def require_votes_here(actor: Actor) -> None:
    """Raises Denied on the command line without CLI_VOTES: a shell is no second person."""
    if actor.os_user and not settings.CLI_VOTES:
        text = translatable("Vote on screen, or set CLI_VOTES=1 to vote on the command line.")
        raise Denied(text, actor)
