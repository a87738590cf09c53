"""Verifies the hash chain over the events. Reads, never writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from campaigns.domain.audit import chain
from campaigns.domain.audit.chain import START, ChainLink
from campaigns.domain.translatable import Text, translatable
from campaigns.models import Event, Seal

from . import seals

CHUNK = 1000
"""Seals per query; as many events are in memory at a time."""
SealRow = tuple[int, int, str]
"""Position, id of the event, digest."""


@dataclass(frozen=True)
class Fault:
    """`kind`: changed, event-missing, seal-missing, unsealed, cut, rewritten; of a kept row, which
    `row` names: row-changed, row-missing, row-unproven."""

    kind: str
    text: Text
    position: int | None = None
    event: int | None = None
    row: str | None = None


def chain_faults(expected: list[ChainLink], unsealed_since: datetime) -> Iterator[Fault]:
    """Yields the faults of the links in their order, then unsealed events, then faults of the end.

    `expected` are heads that were logged before. An event from before `unsealed_since` must have a
    seal. Memory holds CHUNK events, however long the chain is.
    """
    yield from _link_faults()
    for event in seals.unsealed().filter(at__lt=unsealed_since).values_list("pk", flat=True):
        text = translatable(
            "Event %(event)d has no seal: nothing proves what it said.", event=event
        )
        yield Fault("unsealed", text, event=event)
    yield from _end_faults(expected)


def _link_faults() -> Iterator[Fault]:
    """Checks each seal against the digest stored before it, so that one change is one fault."""
    last: ChainLink = START
    rows: Iterator[SealRow] = (
        Seal.objects.order_by("position")
        .values_list("position", "event_id", "digest")
        .iterator(chunk_size=CHUNK)
    )
    while chunk := list(islice(rows, CHUNK)):
        events = _events([row[1] for row in chunk])
        for position, pk, digest in chunk:
            yield from _faults_of(last, ChainLink(position, digest), pk, events.get(pk))
            last = ChainLink(position, digest)


def _events(pks: list[int]) -> dict[int, Any]:
    events = seals.columns(Event.objects.filter(pk__in=pks).order_by())
    return {event["id"]: event for event in events}


def _faults_of(last: ChainLink, link: ChainLink, pk: int, event: Any) -> Iterator[Fault]:
    if link.position != last.position + 1:
        yield _gap(last.position + 1, link.position - 1)
    if event is None:
        text = translatable("Event %(event)d is gone; its seal is still there.", event=pk)
        yield Fault("event-missing", text, link.position, pk)
    elif link.position == last.position + 1 and not chain.is_link_of(link, last, event):
        text = translatable(
            "Event %(event)d is not what was sealed: it, its seal or the one before was changed.",
            event=pk,
        )
        yield Fault("changed", text, link.position, pk)


def _gap(first: int, last: int) -> Fault:
    text = translatable(
        "Seals %(first)d to %(last)d are gone; nothing proves what their events said.",
        first=first,
        last=last,
    )
    return Fault("seal-missing", text, first)


def _end_faults(expected: list[ChainLink]) -> Iterator[Fault]:
    """Each head that was logged must still be in the chain."""
    head = seals.head()
    for link in expected:
        stored = Seal.objects.filter(position=link.position).values_list("digest", flat=True)
        if link.position > head.position:
            text = translatable(
                "The chain ends at %(head)d, but once reached %(logged)d: its tail was cut.",
                head=head.position,
                logged=link.position,
            )
            yield Fault("cut", text, link.position)
        elif link != START and link.digest not in stored:
            text = translatable(
                "Seal %(logged)d is not the one that was logged: the chain was made anew.",
                logged=link.position,
            )
            yield Fault("rewritten", text, link.position)
