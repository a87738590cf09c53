"""What proves a row: an event with evidence of it, or, where the release before wrote it, an event
without evidence that says the same in its own columns.

Of a row of before this proves: of a submission the body, app key, data centre, window, number of
votes and the submitter; of a vote who, what, on which digest, with which comment; of an attempt
that may have left when it was claimed and when it ended (that a person decided it is told by
`verify_rows`, where the row before is known); of a send made elsewhere all of it. A try
of before that found no connection left no event: it stays unproven.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from campaigns.domain.audit import evidence
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.message import payload
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Move
from campaigns.models import Event, Review

from .kept_rows import ATTEMPT, CLAIM, OUTSIDE_SEND, SUBMISSION, VOTE, Kind

Row = dict[str, Any]
VOTED: dict[str, tuple[str, ...]] = {
    Review.Verdict.APPROVE: (Move.APPROVE, Verb.VOTE),
    Review.Verdict.REQUEST_CHANGES: (Move.REQUEST_CHANGES,),
}
ENDED: tuple[str, ...] = (Move.RECORD, Move.LATE_EVIDENCE, Move.RETRY, Move.REAP)
VERBS: dict[str, tuple[str, ...]] = {
    SUBMISSION.name: (Move.SUBMIT,),
    VOTE.name: tuple(verb for verbs in VOTED.values() for verb in verbs),
    ATTEMPT.name: (Move.CLAIM, Move.RESOLVE, *ENDED),
    OUTSIDE_SEND.name: (Verb.OUTSIDE_SEND,),
}
"""The events that tell of each kind of row."""


@dataclass(frozen=True)
class Told:
    """Rows of one kind, each with its campaign or application as `where`, and what the events say:
    `named` holds kind and primary key of the rows with evidence, `before` the events without."""

    kind: Kind
    rows: list[Row]
    named: set[tuple[str, int]]
    before: set[tuple[Any, ...]]

    def is_proven(self, row: Row) -> bool:
        if self.kind is not ATTEMPT:
            return self.is_named(self.kind, row) or self.is_proven_before(row)
        if not self.is_claimed(row):
            return self.is_named(ATTEMPT, row)
        return row["outcome"] == Outcome.OPEN or self._is_ended(row)

    def is_proven_before(self, row: Row) -> bool:
        """Whether an event without evidence says what stands in the row."""
        return PROVES[self.kind.name](row, self.before)

    def is_named(self, kind: Kind, row: Row) -> bool:
        return (kind.name, row["id"]) in self.named

    def is_claimed(self, row: Row) -> bool:
        """Whether an event tells that this attempt began; a try without a connection never did."""
        began = (row["where"], Move.CLAIM, row["started"])
        return self.is_named(CLAIM, row) or began in self.before

    def _is_ended(self, row: Row) -> bool:
        return self.is_named(ATTEMPT, row) or self.is_proven_before(row)


def read(kind: Kind, keys: list[int], among: "QuerySet[Event] | None" = None) -> Told:
    """The rows with these primary keys and what events say of them, by default all; two queries."""
    stored = kind.model._default_manager.filter(pk__in=keys).order_by("pk")
    rows: list[Row] = list(stored.values(*kind.columns, where=F(kind.campaign or "application")))
    of = "campaign" if kind.campaign else "application"
    events = Event.objects.all() if among is None else among
    events = events.filter(verb__in=VERBS[kind.name]).order_by()
    events = events.filter(**{f"{of}__in": {row["where"] for row in rows}})
    told = Told(kind, rows, set(), set())
    columns = ("verb", "actor", "digest", "comment", "at", "evidence")
    found: Iterable[Any] = events.values(*columns, where=F(of))
    for event in found:
        one = evidence.parse(event["evidence"] or "")
        if one is not None:
            told.named.add((one.kind, one.key))
        else:
            told.before.add(SAID[kind.name](event))
    return told


def _submitted(event: Row) -> tuple[Any, ...]:
    return event["where"], event["actor"], event["digest"]


def _voted(event: Row) -> tuple[Any, ...]:
    return (event["where"], event["verb"], event["actor"], event["digest"], event["comment"])


def _tried(event: Row) -> tuple[Any, ...]:
    return event["where"], event["verb"], event["at"]


def _sent_elsewhere(event: Row) -> tuple[Any, ...]:
    at, _space, note = event["comment"].partition(" ")
    return event["where"], event["actor"], datetime.fromisoformat(at), note


SAID: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    SUBMISSION.name: _submitted,
    VOTE.name: _voted,
    ATTEMPT.name: _tried,
    OUTSIDE_SEND.name: _sent_elsewhere,
}
"""What an event without evidence says of a row."""


def _is_submitted(row: Row, before: set[tuple[Any, ...]]) -> bool:
    names = ("app_key", "data_centre", "send_at", "send_before", "votes_needed")
    digest = payload.digest(body=bytes(row["body"]), **{name: row[name] for name in names})
    said = (row["where"], row["submitter_id"], row["digest"])
    return digest == row["digest"] and said in before


def _is_voted(row: Row, before: set[tuple[Any, ...]]) -> bool:
    said = (row["reviewer_id"], row["digest"], row["comment"])
    return any((row["where"], verb, *said) in before for verb in VOTED[row["verdict"]])


def _is_sent_elsewhere(row: Row, before: set[tuple[Any, ...]]) -> bool:
    return (row["where"], row["recorded_by_id"], row["at"], row["note"]) in before


def _is_ended(row: Row, before: set[tuple[Any, ...]]) -> bool:
    return any((row["where"], verb, row["finished"]) in before for verb in ENDED)


PROVES: dict[str, Callable[[Row, set[tuple[Any, ...]]], bool]] = {
    SUBMISSION.name: _is_submitted,
    VOTE.name: _is_voted,
    ATTEMPT.name: _is_ended,
    OUTSIDE_SEND.name: _is_sent_elsewhere,
}
"""Whether one of the events without evidence says what stands in the row."""
