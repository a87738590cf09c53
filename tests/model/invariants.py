"""What must hold after every step: sections 6 and 7 of the design, one name each.

Judged from the rows, from what the provider saw and from what people did; of the product's own
functions only the count of the quota is asked, for that is what the claim goes by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Application
from campaigns.scheduling import quota
from tests.model import interventions, protocol_rows
from tests.model.bounds import Action
from tests.model.installation import Installation
from tests.model.protocol_rows import ProtocolRows, moment
from tests.model.provider import Request

AT_MOST_ONCE = "the provider sees at most one request for a submission"
CLAIMED = "a request leaves only while its claim stands in the database"
APPROVED = "only bytes leave that enough people approved, each still allowed to vote at the claim"
IN_TIME = "a request leaves in its window and not before it is due"
COUNTED = "whatever the provider saw, or may have seen, is counted"
IN_QUOTA = "the provider never sees more requests in an hour than it allows"
PROVEN = "not_sent means that the provider never saw it"
UNKNOWN_STAYS = "unknown is left by a person, or by what its own sender learned late or noted"
TRUE = "sent means that the provider, or a person, said so"
ENDS = "nothing stays in sending or open, and nothing approved outlives its window"

HELD = (Outcome.OPEN, Outcome.UNKNOWN)


@dataclass(frozen=True)
class Memory:
    """A state, for the next to be compared with."""

    rows: ProtocolRows
    seen: int
    """How many requests the provider saw."""
    approvals: frozenset[tuple[int, int]]
    """Submission and reviewer, as people gave them in front of the explorer."""


def remember(
    installation: Installation, action: Action | None = None, last: Memory | None = None
) -> Memory:
    found = protocol_rows.read()
    if last is None or (action and action.what.startswith("approve")):
        approvals = frozenset((vote.submission, vote.reviewer) for vote in found.votes)
    else:
        approvals = last.approvals
    return Memory(found, len(installation.provider.seen), approvals)


def broken(
    installation: Installation, action: Action, before: Memory, after: Memory
) -> Iterator[str]:
    """The names of what this step broke."""
    for request in installation.provider.seen[before.seen :]:
        yield from _wrong_request(request, before.rows)
    yield from _claims(before, after.rows)
    yield from _proofs(installation, after.rows)
    if _tried(before) != _tried(after):
        yield from _counts(installation, after.rows)
    yield from _unknown(action, before.rows, after.rows)
    yield from _sent(installation, after.rows)


def _tried(at: Memory) -> tuple[object, ...]:
    """All that the quota is counted from."""
    return at.seen, [(one.request_id, one.outcome) for one in at.rows.attempts]


def _wrong_request(request: Request, now: ProtocolRows) -> Iterator[str]:
    """Judged by the rows as they were when it left."""
    attempt = next((one for one in now.attempts if one.request_id == request.id), None)
    if attempt is None or attempt.outcome != Outcome.OPEN:
        yield CLAIMED
    if attempt is None:
        return
    submission = next(one for one in now.submissions if one.pk == attempt.submission)
    if request.body != submission.body:
        yield APPROVED
    is_early = submission.send_at is not None and request.at < moment(submission.send_at)
    if is_early or request.at >= moment(submission.send_before):
        yield IN_TIME


def _claims(before: Memory, after: ProtocolRows) -> Iterator[str]:
    known = {attempt.request_id for attempt in before.rows.attempts}
    needed = {one.pk: one.votes_needed for one in after.submissions}
    for attempt in after.attempts:
        if attempt.outcome == Outcome.OPEN and attempt.request_id not in known:
            voters = {who for what, who in before.approvals if what == attempt.submission}
            if len(voters - before.rows.inactive) < needed[attempt.submission]:
                yield APPROVED


def _counts(installation: Installation, after: ProtocolRows) -> Iterator[str]:
    by_id = {attempt.request_id: attempt.submission for attempt in after.attempts}
    sent = [by_id.get(request.id) for request in installation.provider.seen]
    if len(sent) != len(set(sent)):
        yield AT_MOST_ONCE
    held = {one.request_id for one in after.attempts if one.outcome in HELD}
    held |= {request.id for request in installation.provider.seen}
    application = Application.objects.get()
    if len(quota.request_times(application, timezone.now())) < len(held):
        yield COUNTED
    moments = [request.at for request in installation.provider.seen]
    for start in moments:
        hour = [one for one in moments if start <= one < start + timedelta(hours=1)]
        if len(hour) > installation.bounds.per_hour:
            yield IN_QUOTA


def _proofs(installation: Installation, after: ProtocolRows) -> Iterator[str]:
    seen = {request.id for request in installation.provider.seen}
    if any(one.outcome == Outcome.NOT_SENT and one.request_id in seen for one in after.attempts):
        yield PROVEN


def _unknown(action: Action, before: ProtocolRows, after: ProtocolRows) -> Iterator[str]:
    """The ticker records what a sender noted: then the attempt is no longer unknown either."""
    outcomes = {attempt.request_id: attempt.outcome for attempt in after.attempts}
    learned = set()
    for attempt in before.attempts:
        left = attempt.outcome == Outcome.UNKNOWN != outcomes[attempt.request_id]
        learned |= {attempt.submission} if left else set()
        is_own = attempt.request_id.startswith(f"{action.who}.")
        if left and not is_own and action.who != "ticker":
            yield UNKNOWN_STAYS
    for was, now in zip(before.campaigns, after.campaigns, strict=True):
        left = was.status == Status.UNKNOWN != now.status
        by_sender = action.who.startswith("sender") or was.submission in learned
        if left and action.who != "people" and not by_sender:
            yield UNKNOWN_STAYS


def _sent(installation: Installation, after: ProtocolRows) -> Iterator[str]:
    true = installation.provider.accepted | {interventions.SEEN}
    proven = {one.submission for one in after.attempts if one.push_id in true}
    for campaign in after.campaigns:
        if campaign.status == Status.SENT and campaign.submission not in proven:
            yield TRUE


def unfinished() -> Iterator[str]:
    """Asked when nobody is under way, long after every window, and the tick has run."""
    found = protocol_rows.read()
    waiting = (Status.IN_REVIEW, Status.APPROVED, Status.SENDING)
    is_open = any(attempt.outcome == Outcome.OPEN for attempt in found.attempts)
    if is_open or any(one.status in waiting for one in found.campaigns):
        yield ENDS
