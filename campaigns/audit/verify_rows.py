"""Verifies the kept rows by what the events say of them: submissions, votes, attempts, sends made
elsewhere. Reads, never writes.

A row from before events carried evidence is held to what its events do say: `earlier_rows`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from campaigns.domain.audit import evidence
from campaigns.domain.audit.evidence import Evidence
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Move
from campaigns.models import Event

from . import earlier_rows
from .kept_rows import ATTEMPT, KINDS, OUTSIDE_SEND, SUBMISSION, VOTE, Kind
from .verify import Fault

ROWS = 200
"""Rows per query: a submission holds a body of up to 100 KB."""


@dataclass(frozen=True)
class Said:
    """What the event with this primary key says of a row."""

    event: int
    campaign: int | None
    evidence: Evidence


class RowAudit:
    """One run over all rows. `unproven`: rows of earlier releases of which no event tells."""

    def __init__(self) -> None:
        self.unproven = 0

    def faults(self) -> Iterator[Fault]:
        """Yields rows that are not what the last event about them says, then rows of which no
        event says anything. Memory holds ROWS rows and what is said of their campaigns."""
        yield from _changed()
        for kind in (SUBMISSION, VOTE, ATTEMPT, OUTSIDE_SEND):
            yield from self._unproven(kind)

    def _unproven(self, kind: Kind) -> Iterator[Fault]:
        rows = kind.model._default_manager.order_by("pk").values_list("pk", flat=True)
        keys = rows.iterator(chunk_size=ROWS)
        while chunk := list(islice(keys, ROWS)):
            told = earlier_rows.read(kind, chunk)
            for row in told.rows:
                if told.is_proven(row):
                    continue
                if _never_began(told, row):
                    self.unproven += 1
                    continue
                name = f"{kind.name} {row['id']}"
                text = translatable("No event tells of %(row)s as it is.", row=name)
                yield Fault("row-unproven", text, row=name)


def _never_began(told: earlier_rows.Told, row: earlier_rows.Row) -> bool:
    """A try without a connection, of a release that wrote no event about it."""
    not_sent = told.kind is ATTEMPT and row["outcome"] == Outcome.NOT_SENT
    return not_sent and not told.is_claimed(row)


def _changed() -> Iterator[Fault]:
    """Each row against the events about it, in their order."""
    events = Event.objects.filter(evidence__isnull=False).order_by("pk")
    rows = events.values_list("pk", "campaign", "evidence").iterator(chunk_size=ROWS)
    while chunk := list(islice(rows, ROWS)):
        read = [(pk, campaign, evidence.parse(text or "")) for pk, campaign, text in chunk]
        said = [Said(*one) for one in read if one[2] is not None]  # type: ignore[arg-type]
        for kind in KINDS.values():
            about = [one for one in said if one.evidence.kind == kind.name]
            if about:
                yield from _faults_of(kind, about)


def _faults_of(kind: Kind, about: list[Said]) -> Iterator[Fault]:
    if kind.changes:  # the last one counts
        about = list({one.evidence.key: one for one in about}.values())
    stored = kind.read({one.evidence.key for one in about})
    for one in about:
        now = stored.get(one.evidence.key)
        if now == one.evidence or (kind.changes and _is_superseded(kind, one)):
            continue
        name = f"{kind.name} {one.evidence.key}"
        if now is None:
            text = translatable("The row %(row)s is gone; event %(event)d tells of it.", **_of(one))
            yield Fault("row-missing", text, event=one.event, row=name)
        else:
            text = translatable("The row %(row)s is not what event %(event)d says.", **_of(one))
            yield Fault("row-changed", text, event=one.event, row=name)


def _of(one: Said) -> dict[str, Any]:
    return {"row": f"{one.evidence.kind} {one.evidence.key}", "event": one.event}


def _is_superseded(kind: Kind, one: Said) -> bool:
    """Whether a later event tells of the same row: one that was written just now, or one without
    evidence, of a program of the release before that still runs."""
    later = Event.objects.filter(campaign=one.campaign, pk__gt=one.event)
    if later.filter(evidence__startswith=one.evidence.prefix).exists():
        return True
    told = earlier_rows.read(kind, [one.evidence.key], later)
    return any(
        told.is_proven_before(row) or _is_decided_before(row, one, later) for row in told.rows
    )


def _is_decided_before(row: earlier_rows.Row, one: Said, later: QuerySet[Event]) -> bool:
    """Whether a program of the release before stored the push ID with which a person decided this
    attempt, and nothing else has changed. Its event names that push ID at its end."""
    found = row.get("push_id")
    if not found:
        return False
    undecided = {name: row[name] for name in ATTEMPT.columns} | {"push_id": ""}
    if evidence.evidence(ATTEMPT.name, row["id"], undecided) != one.evidence:
        return False
    decided = later.filter(verb=Move.RESOLVE, evidence__isnull=True)
    return decided.filter(comment__endswith=f"[{found}]").exists()
