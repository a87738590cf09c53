"""What reviewers decide about a submission, and comments. Each function raises NotAllowed, and then
nothing has changed.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.audit import events, kept_rows
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Move, Status
from campaigns.lib import database_clock
from campaigns.locks import refusing_when_busy
from campaigns.models import Campaign, Submission
from campaigns.workflow import comments
from campaigns.workflow.transitions import locked_campaign, to_draft

from . import voters, votes


def approve(
    pk: int, actor: Actor, *, digest: str, checked: Collection[str], comment: str = ""
) -> Campaign:
    """Vote for exactly what `digest` names; the last vote needed approves the campaign.

    `checked`: the ticked sections; each of `checklist.ChecklistSection` must be among them.
    """
    votes.require_votes_here(actor)
    with locked_campaign(pk) as campaign:
        now = database_clock.now()
        reviewer, submission = _voter(campaign, actor, now)
        votes.require_shown(digest, campaign, submission)
        votes.require_checked(checked)
        carried = voters.is_carried(campaign, submission)
        if submission.reviews.filter(reviewer=reviewer).exists() and not carried:
            raise NotAllowed(translatable("Ask another reviewer: you have voted on this already."))
        votes.require_room(campaign, submission, now)
        access.require_confirmed(actor)
        told: dict[str, Any] = {"comment": comment, "at": now}
        vote = votes.approve(campaign, submission, reviewer, checked=checked, **told)
        proof = kept_rows.VOTE.of(vote)
        if carried or voters.is_carried(campaign, submission):
            votes.approve_campaign(campaign, submission, actor, comment, now, evidence=proof)
        else:
            events.record(Verb.VOTE, actor, campaign=campaign, evidence=proof, **told)
    return campaign


def request_changes(pk: int, actor: Actor, *, comment: str, digest: str | None = None) -> Campaign:
    """Send the campaign back to draft with a reason. Allowed to who may vote on it; it replaces an
    earlier approval of the same person. `digest`: what was shown, if anything was."""
    with locked_campaign(pk) as campaign:
        now = database_clock.now()
        reviewer, submission = _voter(campaign, actor, now)
        if digest is not None:
            votes.require_shown(digest, campaign, submission)
        vote = votes.request_changes(campaign, submission, reviewer, comment=comment, at=now)
        proof = kept_rows.VOTE.of(vote)
        to_draft(campaign, Move.REQUEST_CHANGES, actor=actor, comment=comment, evidence=proof)
    return campaign


@refusing_when_busy()
@transaction.atomic
def comment(pk: int, actor: Actor, text: str) -> Campaign:
    """Add a comment to the campaign's events; in every state, also after the send."""
    now = database_clock.now()
    campaign = Campaign.objects.select_related("application", "submission").get(pk=pk)
    if not may_comment(actor.user, campaign):
        refusal = translatable("Ask somebody who works on this application to write it.")
        raise Denied(refusal, actor, campaign=campaign)
    votes.require_pace(actor, now)
    comments.require_words(text)
    comments.require_readable(text)
    events.record(Verb.COMMENT, actor, campaign=campaign, comment=text.strip(), at=now)
    return campaign


def may_comment(user: User | None, campaign: Campaign) -> bool:
    """True for users with a role in its application beyond reading."""
    roles = (access.COMPOSE, access.REVIEW, access.OPERATE)
    return any(access.may(user, role, campaign.application) for role in roles)


def _voter(campaign: Campaign, actor: Actor, now: datetime) -> tuple[User, Submission]:
    reviewer = access.require(actor, access.REVIEW, campaign.application)
    submission = campaign.submission
    if campaign.status != Status.IN_REVIEW or submission is None:
        raise NotAllowed(translatable("Reload the page: this campaign is not in review."))
    reason = voters.why_not(reviewer, campaign)
    if reason is not None:
        raise Denied(reason, actor, campaign=campaign)
    votes.require_pace(actor, now)
    return reviewer, submission
