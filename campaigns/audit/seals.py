"""The only writer of Seal. Nobody who sends, votes or plans ever waits for it: it takes no lock
that they take, and digests are reckoned before its transaction begins."""

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from campaigns.domain.audit import chain
from campaigns.domain.audit.chain import START, ChainLink
from campaigns.models import Event, Seal

log = logging.getLogger("campaigns.audit")

BATCH = 500
"""Events sealed in one transaction."""
SECONDS_AT_ONCE = 0.5
"""The rest of a flood waits for the next time: a tick looks 2 s ahead, and must not be late."""
LOOK_BACK = 10_000
"""Ids below the event that was sealed last among which an unsealed one is looked for every time.
What a transaction wrote that stayed open for longer is found by the daily look at all of them."""


def head() -> ChainLink:
    """The last link of the chain as stored."""
    last = Seal.objects.order_by("-position").values_list("position", "digest").first()
    return ChainLink(*last) if last else START


def unsealed(look_back: int | None = None) -> "QuerySet[Event]":
    """In the order of their ids; with `look_back` none far below the one that was sealed last."""
    events = Event.objects.filter(seal__isnull=True).order_by("pk")
    if look_back is None:
        return events
    last = Seal.objects.order_by("-position").values_list("event_id", flat=True).first() or 0
    return events.filter(pk__gt=last - look_back)


def seal(limit: int = BATCH, look_back: int | None = None) -> int:
    """Append up to `limit` unsealed events to the chain; returns how many. 0 also where another
    process was faster: positions and events are unique, so that one of two chains is stored."""
    last, seals = head(), []
    for event in columns(unsealed(look_back)[:limit]):
        last = chain.next_link(last, event)
        seals.append(Seal(position=last.position, event_id=event["id"], digest=last.digest))
    if not seals:
        return 0
    try:
        with transaction.atomic():
            Seal.objects.bulk_create(seals)
    except IntegrityError:
        return 0
    return len(seals)


def columns(events: "QuerySet[Event]") -> Iterable[dict[str, Any]]:
    """Every column of each event: what a seal covers."""
    found: Iterable[dict[str, Any]] = events.values(
        *(field.attname for field in Event._meta.concrete_fields)
    )
    return found


def keep_up(*, log_head: bool = False) -> None:
    """What the tick calls every few seconds; with `log_head` look at all events and log the head.

    The line is of use only where the owner of the database cannot reach it: it is how a cut tail
    and a chain made anew are found.
    """
    until = time.monotonic() + SECONDS_AT_ONCE
    while seal(BATCH, None if log_head else LOOK_BACK) == BATCH and time.monotonic() < until:
        pass
    if log_head:
        log.info("Audit chain head: %s", head())
