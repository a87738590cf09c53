"""The kept rows that events prove, each kind with the columns that its evidence covers.

Columns are named, not taken from the model: a column that a later release adds must change no
digest of before. It then needs a kind of its own beside the old one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from campaigns.domain.audit.evidence import Evidence, evidence
from campaigns.models import Attempt, OutsideSend, Review, Submission, SubmissionVoter

VOTERS = "named_voters"
"""In the evidence of a submission: the sorted ids of those who alone may vote on it."""


@dataclass(frozen=True)
class Kind:
    """`campaign`: the lookup of the row's campaign, "" where it has none. `changes`: whether later
    events may tell of the same row in another state."""

    name: str
    model: type[Model]
    columns: tuple[str, ...]
    campaign: str
    changes: bool = False

    def of(self, row: Model) -> str:
        """The evidence for an event, of a row as this process has just written it."""
        named = row.voters or [] if isinstance(row, Submission) else None
        values = {name: getattr(row, name) for name in self.columns}
        return str(self._evidence(values, named))

    def read(self, keys: Collection[int]) -> dict[int, Evidence]:
        """The evidence of these rows as they are stored now, by primary key."""
        rows = self.model._default_manager.filter(pk__in=keys).order_by()
        named = _voters(keys) if self.model is Submission else None
        return {
            row["id"]: self._evidence(row, named if named is None else named.get(row["id"], []))
            for row in rows.values(*self.columns)
        }

    def _evidence(self, values: dict[str, Any], named: Iterable[int] | None) -> Evidence:
        columns = dict(values)
        if named is not None:
            columns[VOTERS] = sorted(named)
        return evidence(self.name, values["id"], columns)


def _voters(submissions: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = SubmissionVoter.objects.filter(submission__in=submissions)
    for submission, user in rows.values_list("submission_id", "user_id"):
        found.setdefault(submission, []).append(user)
    return found


SUBMISSION = Kind(
    "submission",
    Submission,
    ("id", "campaign_id", "body", "kind", "app_key", "data_centre", "send_at", "send_before")
    + ("votes_needed", "voters", "digest", "submitter_id", "created"),
    "campaign",
)
VOTE = Kind(
    "vote",
    Review,
    ("id", "submission_id", "reviewer_id", "submitter_id", "verdict", "comment", "checked")
    + ("solo", "digest", "created"),
    "submission__campaign",
    changes=True,
)
_TRIED = ("id", "application_id", "submission_id", "number", "request_id", "host", "started")
CLAIM = Kind("claim", Attempt, _TRIED, "submission__campaign")
"""What of an attempt stays from its first moment."""
ATTEMPT = Kind(
    "attempt",
    Attempt,
    (*_TRIED, "first_byte_left", "finished", "outcome", "http_status", "code", "push_id")
    + ("failure", "error", "answer"),
    "submission__campaign",
    changes=True,
)
"""An attempt that has ended; an unknown one may end once more."""
OUTSIDE_SEND = Kind(
    "outside-send",
    OutsideSend,
    ("id", "application_id", "at", "note", "recorded_by_id", "created"),
    "",
)
KINDS = {kind.name: kind for kind in (SUBMISSION, VOTE, CLAIM, ATTEMPT, OUTSIDE_SEND)}


def attempt_evidence(pk: int) -> str:
    """Of an attempt that was closed by an UPDATE just now; one query."""
    return str(ATTEMPT.read([pk])[pk])
