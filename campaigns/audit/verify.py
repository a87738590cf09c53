"""Does the log of events still say what it said when it was sealed? Reads, never writes."""

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
"""Seals whose events are in memory at the same time."""
Row = tuple[int, int, str]
"""Position, id of the event, digest."""


@dataclass(frozen=True)
class Fault:
    """`kind`: changed, event-missing, seal-missing, unsealed, cut, rewritten."""

    kind: str
    text: Text
    position: int | None = None
    event: int | None = None


def faults(expected: list[ChainLink], unsealed_since: datetime) -> Iterator[Fault]:
    """Everything that is wrong with the chain, in its order; then with its end.

    `expected` are heads that were logged before; an event from before `unsealed_since` must have
    its seal by now. Holds `CHUNK` events in memory, however long the chain is.
    """
    yield from _links()
    for event in seals.unsealed().filter(at__lt=unsealed_since).values_list("pk", flat=True):
        text = translatable(
            "Event %(event)d has no seal: nothing proves what it said.", event=event
        )
        yield Fault("unsealed", text, event=event)
    yield from _ends(expected)


def _links() -> Iterator[Fault]:
    """Each seal is checked against the digest stored before it, so that one change is one fault."""
    last: ChainLink = START
    rows: Iterator[Row] = (
        Seal.objects.order_by("position")
        .values_list("position", "event_id", "digest")
        .iterator(chunk_size=CHUNK)
    )
    while chunk := list(islice(rows, CHUNK)):
        events = _events([row[1] for row in chunk])
        for position, pk, digest in chunk:
            yield from _link(last, ChainLink(position, digest), pk, events.get(pk))
            last = ChainLink(position, digest)


def _events(pks: list[int]) -> dict[int, Any]:
    found = seals.columns(Event.objects.filter(pk__in=pks).order_by())
    return {event["id"]: event for event in found}


def _link(last: ChainLink, link: ChainLink, pk: int, event: Any) -> Iterator[Fault]:
    if link.position != last.position + 1:
        yield _gap(last.position + 1, link.position - 1)
    if event is None:
        text = translatable("Event %(event)d is gone; its seal is still there.", event=pk)
        yield Fault("event-missing", text, link.position, pk)
    elif link.position == last.position + 1 and chain.next_link(last, event) != link:
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


def _ends(expected: list[ChainLink]) -> Iterator[Fault]:
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
