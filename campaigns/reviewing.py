"""What reviewers decide: votes on a submission, and what became of a send nobody can know; and
what people tell each other about a campaign. Each raises NotAllowed, and then nothing has changed.
"""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from campaigns.domain.outcome import PUSH_ID_CHARACTERS, Outcome
from campaigns.domain.text import Problem, gettext
from campaigns.domain.verbs import Verb
from campaigns.domain.workflow import Move, Status

from . import access, casting, events, pacing, remarks, voting
from .access import Actor, Denied, NotAllowed
from .models import Campaign, Submission
from .transitions import locked, move, to_draft


def approve(
    pk: int, actor: Actor, *, digest: str, checked: Collection[str], comment: str = ""
) -> Campaign:
    """One vote for exactly what `digest` names; the last vote needed approves the campaign.

    `checked` are the sections that were ticked: each of `checklist.Section` must be among them.
    """
    _require_votes_here(actor)
    with locked(pk) as campaign:
        now = timezone.now()
        reviewer, submission = _voter(campaign, actor, now)
        casting.require_shown(digest, campaign, submission)
        casting.require_checked(checked)
        carried = voting.is_carried(campaign, submission)
        if submission.reviews.filter(reviewer=reviewer).exists() and not carried:
            raise NotAllowed(gettext("Ask another reviewer: you have voted on this already."))
        casting.require_room(campaign, submission, now)
        access.require_confirmed(actor)
        casting.approve(campaign, submission, reviewer, comment=comment, checked=checked, at=now)
        if carried or voting.is_carried(campaign, submission):
            casting.carry(campaign, submission, actor, comment, now)
        else:
            events.record(Verb.VOTE, actor, campaign=campaign, comment=comment, at=now)
    return campaign


def request_changes(pk: int, actor: Actor, *, comment: str, digest: str | None = None) -> Campaign:
    """Back to draft with a reason, by a person who may vote on it; also by one who approved it
    before, whose vote it then becomes. `digest` names what was shown, where something was."""
    with locked(pk) as campaign:
        now = timezone.now()
        reviewer, submission = _voter(campaign, actor, now)
        if digest is not None:
            casting.require_shown(digest, campaign, submission)
        casting.request_changes(campaign, submission, reviewer, comment=comment, at=now)
        to_draft(campaign, Move.REQUEST_CHANGES, actor=actor, comment=comment)
    return campaign


def resolve(pk: int, actor: Actor, *, arrived: bool, push_id: str = "", comment: str) -> Campaign:
    """Decide an unknown send by what the provider's console or users show. It stays counted."""
    _require_votes_here(actor)
    with locked(pk) as campaign:
        now = timezone.now()
        _require_resolver(campaign, actor)
        pacing.require_calm(actor, now)
        remarks.require_reason(comment)
        if arrived:
            _require_push_id(push_id.strip())
        access.require_confirmed(actor)
        target = Status.SENT if arrived else Status.REFUSED
        move(
            campaign,
            Move.RESOLVE,
            target,
            actor=actor,
            now=now,
            comment=f"{comment} [{push_id.strip()}]" if arrived else comment,
        )
        _decide_attempt(campaign, arrived=arrived, push_id=push_id.strip())
    return campaign


@transaction.atomic
def comment(pk: int, actor: Actor, text: str) -> Campaign:
    """A word to the others, in the timeline; in every state, also after the send."""
    now = timezone.now()
    campaign = Campaign.objects.select_related("application", "submission").get(pk=pk)
    if not may_comment(actor.user, campaign):
        refusal = gettext("Ask somebody who works on this application to write it.")
        raise Denied(refusal, actor, campaign=campaign)
    pacing.require_calm(actor, now)
    remarks.require_words(text)
    remarks.require_readable(text)
    events.record(Verb.COMMENT, actor, campaign=campaign, comment=text.strip(), at=now)
    return campaign


def may_comment(user: User | None, campaign: Campaign) -> bool:
    """Whoever works on its application may; who only reads it may not."""
    roles = (access.COMPOSE, access.REVIEW, access.OPERATE)
    return any(access.may(user, role, campaign.application) for role in roles)


def _require_votes_here(actor: Actor) -> None:
    """A shell is no second person, unless the installation says that it is."""
    if actor.os_user and not settings.CLI_VOTES:
        text = gettext("Vote on screen, or set CLI_VOTES=1 to vote on the command line.")
        raise Denied(text, actor)


def _voter(campaign: Campaign, actor: Actor, now: datetime) -> tuple[User, Submission]:
    reviewer = access.require(actor, access.REVIEW, campaign.application)
    submission = campaign.submission
    if campaign.status != Status.IN_REVIEW or submission is None:
        raise NotAllowed(gettext("Reload the page: this campaign is not in review."))
    reason = voting.why_not(reviewer, campaign)
    if reason is not None:
        raise Denied(reason, actor, campaign=campaign)
    pacing.require_calm(actor, now)
    return reviewer, submission


def _require_push_id(push_id: str) -> None:
    if not push_id:
        text = gettext("Enter the push ID under which it arrived.")
    elif len(push_id) > PUSH_ID_CHARACTERS:
        text = gettext("Enter the push ID only: this has %(n)d characters.", n=len(push_id))
    else:
        return
    raise NotAllowed(text, (Problem("push_id", text),))


def _require_resolver(campaign: Campaign, actor: Actor) -> None:
    access.require(actor, access.RESOLVE, campaign.application)
    if access.is_writer(campaign, actor):
        text = gettext("Ask another person: whoever wrote or submitted it may not decide this.")
        raise Denied(text, actor, campaign=campaign)


def _decide_attempt(campaign: Campaign, *, arrived: bool, push_id: str) -> None:
    """The outcome stays unknown, as it was to the machine; the push ID is a person's finding."""
    if arrived and campaign.submission is not None:
        campaign.submission.attempts.filter(outcome=Outcome.UNKNOWN).update(push_id=push_id)
