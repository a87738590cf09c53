"""Close what is over: a claim whose sender is gone, a campaign whose window has passed."""

from datetime import datetime, timedelta

from django.conf import settings

from campaigns.access import MACHINE
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.translatable import Text
from campaigns.domain.workflow import Move, Status
from campaigns.lib import database_clock, i18n
from campaigns.models import Campaign
from campaigns.workflow.transitions import locked_campaign, move

from . import attempts, holds


def claimed_before(now: datetime) -> datetime:
    """A sender that claimed before this moment and has not reported back counts as gone."""
    return now - timedelta(seconds=settings.REAP_AFTER)


def reap(pk: int) -> None:
    """Close the attempt of a sender that is gone as unknown: its request may have left. Raises Busy
    at once where somebody holds the application's row."""
    now = database_clock.now()
    with locked_campaign(pk, content=False, wait=False) as campaign:
        gone = campaign.status == Status.SENDING and campaign.status_since < claimed_before(now)
        if not gone or campaign.submission is None:
            return
        campaign.submission.attempts.filter(outcome=Outcome.OPEN).update(
            outcome=Outcome.UNKNOWN,
            finished=now,
            failure=Failure.NO_REPORT,
            error="The sender did not report back.",
        )
        proof = attempts.counted_evidence(campaign.submission)
        move(campaign, Move.REAP, Status.UNKNOWN, actor=MACHINE, now=now, evidence=proof)


def miss(pk: int) -> None:
    """Miss a campaign whose window is over: nothing is sent late. Raises Busy like `reap`."""
    now = database_clock.now()
    with locked_campaign(pk, content=False, wait=False) as campaign:
        over = campaign.submission is not None and campaign.submission.send_before < now
        if over and campaign.status in (Status.IN_REVIEW, Status.APPROVED):
            why = _why_missed(campaign, now) if campaign.status == Status.APPROVED else None
            comment = i18n.english(why) if why else ""
            move(campaign, Move.MISS, Status.MISSED, actor=MACHINE, now=now, comment=comment)


def _why_missed(campaign: Campaign, now: datetime) -> Text | None:
    """The tries that did not leave, or what holds it; None if nobody knows."""
    for tries in attempts.tries([campaign.submission_id]).values():
        return tries.text
    hold = holds.current(campaign, now)
    return hold.reason if hold else None
