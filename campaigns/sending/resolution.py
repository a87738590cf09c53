"""A person decides the outcome of a send that the machine left unknown."""

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.domain.provider.outcome import PUSH_ID_CHARACTERS, Outcome
from campaigns.domain.translatable import Problem, Text, translatable
from campaigns.domain.workflow import Move, Status
from campaigns.lib import database_clock
from campaigns.models import Campaign
from campaigns.review import votes
from campaigns.workflow import comments
from campaigns.workflow.transitions import locked_campaign, move

from . import attempts


def resolve(pk: int, actor: Actor, *, arrived: bool, push_id: str = "", comment: str) -> Campaign:
    """Decide an unknown send by what the provider's console or users show; it stays counted. Raises
    NotAllowed, and then nothing has changed."""
    votes.require_votes_here(actor)
    with locked_campaign(pk) as campaign:
        now = database_clock.now()
        _require_resolver(campaign, actor)
        votes.require_pace(actor, now)
        comments.require_reason(comment)
        if arrived:
            _require_push_id(push_id.strip())
        access.require_confirmed(actor)
        target = Status.SENT if arrived else Status.REFUSED
        _decide_attempt(campaign, arrived=arrived, push_id=push_id.strip())
        move(
            campaign,
            Move.RESOLVE,
            target,
            actor=actor,
            now=now,
            comment=f"{comment} [{push_id.strip()}]" if arrived else comment,
            evidence=attempts.counted_evidence(campaign.submission),
        )
    return campaign


def _require_push_id(push_id: str) -> None:
    if not push_id:
        raise _refusal(translatable("Enter the push ID under which it arrived."))
    if len(push_id) > PUSH_ID_CHARACTERS:
        raise _refusal(
            translatable("Enter the push ID only: this has %(n)d characters.", n=len(push_id))
        )


def _refusal(text: Text) -> NotAllowed:
    return NotAllowed(text, (Problem("push_id", text),))


def _require_resolver(campaign: Campaign, actor: Actor) -> None:
    access.require(actor, access.RESOLVE, campaign.application)
    if access.is_writer(campaign, actor):
        text = translatable(
            "Ask another person: whoever wrote or submitted it may not decide this."
        )
        raise Denied(text, actor, campaign=campaign)


def _decide_attempt(campaign: Campaign, *, arrived: bool, push_id: str) -> None:
    """Store the push ID that the person found; the attempt's outcome stays unknown."""
    if arrived and campaign.submission is not None:
        campaign.submission.attempts.filter(outcome=Outcome.UNKNOWN).update(push_id=push_id)
