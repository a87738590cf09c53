"""The rows that the send protocol reads; events and heartbeats are only written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection


class CampaignRow(NamedTuple):
    pk: int
    status: str
    since: datetime
    submission: int | None
    due: datetime | None
    next_try: datetime | None


class SubmissionRow(NamedTuple):
    pk: int
    campaign: int
    send_at: datetime | None
    send_before: datetime
    votes_needed: int
    body: bytes


class VoteRow(NamedTuple):
    submission: int
    reviewer: int
    verdict: str
    created: datetime


class AttemptRow(NamedTuple):
    request_id: str
    submission: int
    outcome: str
    first_byte_left: bool
    started: datetime
    push_id: str


@dataclass(frozen=True)
class ProtocolRows:
    """Moments are in UTC without saying so, as they come out of SQLite: see `moment`."""

    campaigns: tuple[CampaignRow, ...]
    submissions: tuple[SubmissionRow, ...]
    votes: tuple[VoteRow, ...]
    attempts: tuple[AttemptRow, ...]
    inactive: frozenset[int]
    paused: tuple[tuple[Any, ...], ...]


def read() -> ProtocolRows:
    return ProtocolRows(
        campaigns=tuple(
            CampaignRow(*row)
            for row in _select(
                "id, status, status_since, submission_id, due_at, next_try_at FROM"
                " campaigns_campaign"
            )
        ),
        submissions=tuple(
            SubmissionRow(*row)
            for row in _select(
                "id, campaign_id, send_at, send_before, votes_needed, body FROM"
                " campaigns_submission"
            )
        ),
        votes=tuple(
            VoteRow(*row)
            for row in _select("submission_id, reviewer_id, verdict, created FROM campaigns_review")
        ),
        attempts=tuple(
            AttemptRow(*row)
            for row in _select(
                "request_id, submission_id, outcome, first_byte_left, started, push_id FROM"
                " campaigns_attempt ORDER BY id"
            )
        ),
        inactive=frozenset(row[0] for row in _select("id FROM auth_user WHERE NOT is_active")),
        paused=tuple(
            _select(
                "paused_reason, paused_until, kind, until FROM campaigns_application a"
                " LEFT JOIN campaigns_applicationpause p ON p.application_id = a.id"
            )
        ),
    )


def moment(stored: datetime) -> datetime:
    return stored.replace(tzinfo=UTC)


def _select(what: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what}")
        yield from cursor.fetchall()
