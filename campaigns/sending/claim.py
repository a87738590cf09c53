"""The claim: one short transaction after which exactly one sender may POST this submission."""

from dataclasses import dataclass
from datetime import datetime

from django.db import Error

from campaigns.access import MACHINE
from campaigns.audit import kept_rows
from campaigns.domain.workflow import Move, Status
from campaigns.lib import database_clock
from campaigns.lib.retry import persist
from campaigns.locks import Busy
from campaigns.models import Attempt, Campaign, Submission
from campaigns.review import voters
from campaigns.workflow.transitions import locked_campaign, move

from . import attempts, holds, noted_answers, record
from .host import clock, membership, readiness, release


@dataclass(frozen=True)
class Claim:
    """What the claimer may send, once. `made`: when, in seconds since boot."""

    attempt: Attempt
    campaign_pk: int
    body: bytes
    send_before: datetime
    made: float


def claim(pk: int, *, request_id: str, host: str) -> Claim | None:
    """Claim the campaign for one POST; None if any rule forbids it. Raises Busy, django.db.Error.

    A COMMIT that raises may have happened all the same: then nothing is sent, and the attempt is
    closed, by its request id, as soon as the database answers.
    """
    made = clock.since_boot()
    membership.join()
    try:
        return claim_once(pk, request_id, host, made)
    except Busy:  # the database has refused: nothing was committed
        raise
    except Error as error:
        why = f"The claim was not confirmed: {error}"
        noted = noted_answers.note(request_id, record.unconfirmed(why))
        persist(lambda: record.undo(request_id, why), why, is_noted=noted is not None)
        noted_answers.forget(noted)
        raise


def claim_once(pk: int, request_id: str, host: str, made: float) -> Claim | None:
    with locked_campaign(pk, content=False) as campaign:
        now, submission = database_clock.now(), campaign.submission
        if campaign.status != Status.APPROVED or submission is None:
            return None
        votes = voters.approvals(campaign, submission)
        if len(votes) < voters.needed(campaign, submission):
            _void(campaign, submission, now)
            return None
        if now >= submission.send_before or holds.binding(campaign, now, votes=votes):
            return None
        if readiness.refuses(clock.jump_fault() or release.fault() or membership.breach()):
            return None
        attempt = attempts.begin(campaign, submission, request_id, host, now)
        proof = kept_rows.CLAIM.of(attempt)
        move(campaign, Move.CLAIM, Status.SENDING, actor=MACHINE, now=now, evidence=proof)
    return Claim(attempt, pk, submission.body_bytes, submission.send_before, made)


def _void(campaign: Campaign, submission: Submission, now: datetime) -> None:
    """Somebody who voted has lost the right since: it needs a new vote."""
    names = ", ".join(
        vote.reviewer.get_username() for vote in voters.void_approvals(campaign, submission)
    )
    lost = f"Lost the right to vote since: {names}. " if names else ""
    move(
        campaign,
        Move.VOID,
        Status.IN_REVIEW,
        actor=MACHINE,
        now=now,
        comment=f"{lost}It needs another vote.",
        due_at=None,
        next_try_at=None,
    )
