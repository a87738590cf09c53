"""A vote on a submission: what must hold before it counts, and its row."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from campaigns.access import Actor, Denied, NotAllowed
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.review import checklist
from campaigns.domain.scheduling import window
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Move, Status
from campaigns.models import Campaign, Event, Review, Submission
from campaigns.scheduling import quota
from campaigns.workflow import comments
from campaigns.workflow.transitions import move


def require_shown(digest: str, campaign: Campaign, submission: Submission) -> None:
    """Raises NotAllowed where what was shown is not what would leave now."""
    if not digest == submission.digest == submission.digest_now(campaign.application):
        raise NotAllowed(translatable("Read it again: this changed while you were reading."))


def require_checked(checked: Collection[str]) -> None:
    """Raises NotAllowed, with a problem for each section of the packet that was not ticked."""
    missing = checklist.checklist_problems(checked)
    if missing:
        raise NotAllowed(missing[0].text, tuple(missing))


def require_room(campaign: Campaign, submission: Submission, now: datetime) -> None:
    """Approving what cannot fit any more would only lead to a missed campaign."""
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
) -> None:
    comments.require_readable(comment)
    columns = {"comment": comment, "checked": checklist.ticked_sections(checked), "created": at}
    _cast(campaign, submission, reviewer, verdict=Review.Verdict.APPROVE, **columns)


def request_changes(
    campaign: Campaign, submission: Submission, reviewer: User, *, comment: str, at: datetime
) -> None:
    comments.require_reason(comment)
    columns = {"comment": comment, "created": at}
    _cast(campaign, submission, reviewer, verdict=Review.Verdict.REQUEST_CHANGES, **columns)


def _cast(campaign: Campaign, submission: Submission, reviewer: User, **columns: Any) -> None:
    """One row a person: a later vote takes the place of an earlier one."""
    submitter, digest = submission.submitter_id, submission.digest
    solo = reviewer.pk in campaign.writers()
    Review.objects.update_or_create(
        submission=submission,
        reviewer=reviewer,
        defaults={"submitter_id": submitter, "digest": digest, "solo": solo, **columns},
    )


def carry(
    campaign: Campaign, submission: Submission, actor: Actor, comment: str, now: datetime
) -> None:
    """The last vote needed is in: it leaves at its time, after the cool-down."""
    cool_down = campaign.application.cool_down_for(KINDS[submission.kind])
    due = window.due(submission.send_at, now, cool_down)
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


COUNTED = (Move.APPROVE, Move.REQUEST_CHANGES, Move.RESOLVE, Verb.COMMENT, Verb.VOTE)
SPAN = timedelta(minutes=1)


def require_calm(actor: Actor, now: datetime) -> None:
    """Raises NotAllowed where this person has decided DECISIONS_PER_MINUTE times in a minute.

    Counted from what is recorded, so that every process and every way in counts the same.
    """
    most: int = settings.DECISIONS_PER_MINUTE
    own = Event.objects.filter(actor=actor.user, verb__in=COUNTED).order_by("-pk")
    latest = list(own.values_list("at", flat=True)[:most])
    if len(latest) == most and latest[-1] > now - SPAN:
        raise NotAllowed(
            translatable(
                "Wait a minute: you have decided %(most)d times in the last one.", most=most
            )
        )


def require_votes_here(actor: Actor) -> None:
    """A shell is no second person, unless the installation says that it is."""
    if actor.os_user and not settings.CLI_VOTES:
        text = translatable("Vote on screen, or set CLI_VOTES=1 to vote on the command line.")
        raise Denied(text, actor)
