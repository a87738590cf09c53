"""Records the outcome of an attempt: on the attempt, the campaign and, if refused, as a pause."""

from datetime import datetime
from typing import Any

from campaigns.access import MACHINE
from campaigns.applications import pauses
from campaigns.audit import events, kept_rows
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome, Verdict, kept
from campaigns.domain.scheduling.backoff import next_try
from campaigns.domain.workflow import RECALLS, Move, Status
from campaigns.lib import database_clock
from campaigns.models import Attempt, Campaign, Submission
from campaigns.provider.connection import ProviderAnswer
from campaigns.workflow.transitions import locked_campaign, move, to_draft

from . import attempts, holds

ANSWER_KEPT = 2048
"""Bytes of the provider's answer that are stored."""

TARGETS = {
    Outcome.ACCEPTED: Status.SENT,
    Outcome.REFUSED: Status.REFUSED,
    Outcome.REFUSED_QUOTA: Status.REFUSED,
    Outcome.UNKNOWN: Status.UNKNOWN,
}


def record_verdict(
    attempt: Attempt, verdict: Verdict, answer: ProviderAnswer | None = None
) -> None:
    """Close the attempt with this verdict, even if the reaper has marked it unknown before."""
    now = database_clock.now()
    with locked_campaign(attempt.submission.campaign_id, content=False) as campaign:
        if verdict.outcome is Outcome.NOT_SENT and _is_decided(campaign, attempt):
            _note_late(campaign, attempt, _verdict_text(verdict), now)
            return
        if not _close(attempt, verdict, answer, now):
            return
        proof = kept_rows.attempt_evidence(attempt.pk)
        if campaign.submission_id != attempt.submission_id:
            _note_late(campaign, attempt, _verdict_text(verdict), now, proof)
            _recall_resubmission(campaign, verdict)
        elif verdict.outcome is Outcome.NOT_SENT:
            _requeue(campaign, attempt, verdict.error, now, proof)
        else:
            _conclude(campaign, attempt, verdict, now, proof)
        pauses.pause_if_refused(campaign.application, verdict, now)


def undo(request_id: str, why: str) -> None:
    """Close, as not sent, an attempt that a failed COMMIT may have left open."""
    left_open = Attempt.objects.filter(request_id=request_id, outcome=Outcome.OPEN)
    for attempt in left_open.select_related("submission"):
        record_verdict(attempt, unconfirmed(why))


def unconfirmed(why: str) -> Verdict:
    return Verdict(Outcome.NOT_SENT, error=kept(why), failure=Failure.CLAIM_NOT_CONFIRMED)


def record_failed_connection(
    pk: int, request_id: str, host: str, why: str, seen: datetime | None
) -> None:
    """Note one closed, uncounted try; nothing if the campaign is held anyway, or if another sender
    noted one since `seen` (the campaign's `next_try_at` when this sender began)."""
    now = database_clock.now()
    with locked_campaign(pk, content=False) as campaign:
        submission = campaign.submission
        if submission is None or campaign.status != Status.APPROVED or campaign.next_try_at != seen:
            return
        if holds.binding(campaign, now):
            return
        failed = attempts.add_failed_connection(campaign, submission, request_id, host, now, why)
        if failed is not None:
            proof = kept_rows.ATTEMPT.of(failed)
            told: dict[str, Any] = {"comment": failed.error, "at": now, "evidence": proof}
            events.record(Move.RETRY, MACHINE, campaign=campaign, **told)
        _try_again(campaign, submission, now)


def _is_decided(campaign: Campaign, attempt: Attempt) -> bool:
    """Has a person decided the outcome meanwhile? Then the attempt stays counted, as that person
    was told, and keeps the push ID that they found."""
    waits = campaign.status in (Status.SENDING, Status.UNKNOWN)
    if waits and campaign.submission_id == attempt.submission_id:
        return False
    return Attempt.objects.filter(pk=attempt.pk, outcome=Outcome.UNKNOWN).exists()


def _close(
    attempt: Attempt, verdict: Verdict, answer: ProviderAnswer | None, now: datetime
) -> bool:
    """Returns False if earlier evidence already closed the attempt."""
    reaped = [] if verdict.outcome is Outcome.UNKNOWN else [Outcome.UNKNOWN]
    open_or_reaped = Attempt.objects.filter(pk=attempt.pk, outcome__in=[Outcome.OPEN, *reaped])
    more: dict[str, object] = {"push_id": verdict.push_id} if verdict.push_id else {}
    if verdict.outcome is Outcome.NOT_SENT:
        more["first_byte_left"] = False
    return bool(
        open_or_reaped.update(
            **more,
            finished=now,
            outcome=verdict.outcome,
            code=verdict.code,
            failure=verdict.failure or "",
            error=verdict.error,
            http_status=answer.status if answer else None,
            answer=_printable(answer.body) if answer else "",
        )
    )


def _printable(body: bytes) -> str:
    """The answer as text. NUL is escaped: PostgreSQL stores none."""
    return body[:ANSWER_KEPT].decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def _verdict_text(verdict: Verdict) -> str:
    return f"{verdict.code or ''} {verdict.push_id or verdict.error}".strip()


def _conclude(
    campaign: Campaign, attempt: Attempt, verdict: Verdict, now: datetime, proof: str
) -> None:
    target = TARGETS[verdict.outcome]
    told: dict[str, Any] = {"actor": MACHINE, "now": now, "comment": _verdict_text(verdict)}
    if campaign.status == Status.SENDING:
        move(campaign, Move.RECORD, target, evidence=proof, **told)
    elif campaign.status == Status.UNKNOWN and target is not Status.UNKNOWN:
        move(campaign, Move.LATE_EVIDENCE, target, evidence=proof, **told)
    else:
        _note_late(campaign, attempt, _verdict_text(verdict), now, proof)


def _requeue(campaign: Campaign, attempt: Attempt, why: str, now: datetime, proof: str) -> None:
    told: dict[str, Any] = {"actor": MACHINE, "now": now, "comment": why}
    if campaign.status == Status.UNKNOWN:
        move(campaign, Move.LATE_EVIDENCE, Status.MISSED, evidence=proof, **told)
    elif campaign.status == Status.SENDING:
        move(campaign, Move.RETRY, Status.APPROVED, evidence=proof, **told)
        _try_again(campaign, attempt.submission, now)
    else:
        _note_late(campaign, attempt, why, now, proof)


def _note_late(
    campaign: Campaign, attempt: Attempt, comment: str, now: datetime, proof: str = ""
) -> None:
    """Only an Event: a person has decided, or submitted it again, and that stays."""
    events.record(
        Move.LATE_EVIDENCE,
        MACHINE,
        campaign=campaign,
        submission=attempt.submission,
        comment=comment,
        at=now,
        evidence=proof,
    )


def _recall_resubmission(campaign: Campaign, verdict: Verdict) -> None:
    """Take back a campaign that was submitted again although its earlier push did arrive."""
    recall = RECALLS.get(Status(campaign.status))
    if verdict.outcome is Outcome.ACCEPTED and recall is not None:
        to_draft(
            campaign,
            recall,
            actor=MACHINE,
            comment=f"It arrived after all: {_verdict_text(verdict)}",
        )


def _try_again(campaign: Campaign, submission: Submission, now: datetime) -> None:
    tries = attempts.count_not_sent(submission.pk)
    again = next_try(tries, now, submission.send_before)
    Campaign.objects.filter(pk=campaign.pk).update(next_try_at=again)
