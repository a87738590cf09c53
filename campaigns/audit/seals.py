"""The only writer of Seal: appends events to the hash chain.

It delays no send, vote or plan: it shares no lock with them, and computes digests before its
transaction begins.
"""

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
MAX_SECONDS = 0.5
"""Seconds for one call of `seal_pending`; the rest waits for the next. A tick looks 2 s ahead and
must not be late."""
LOOK_BACK = 10_000
"""How many ids below the last sealed event every call looks for unsealed ones. The daily look at
all events finds what a transaction wrote that stayed open for longer."""


def head() -> ChainLink:
    """The last link of the stored chain."""
    last = Seal.objects.order_by("-position").values_list("position", "digest").first()
    return ChainLink(*last) if last else START


def unsealed(look_back: int | None = None) -> "QuerySet[Event]":
    """Unsealed events by id; with `look_back` only those at most so many ids below the last
    sealed one."""
    events = Event.objects.filter(seal__isnull=True).order_by("pk")
    if look_back is None:
        return events
    last = Seal.objects.order_by("-position").values_list("event_id", flat=True).first() or 0
    return events.filter(pk__gt=last - look_back)


def seal(limit: int = BATCH, look_back: int | None = None) -> int:
    """Append up to `limit` unsealed events to the chain; returns how many. Returns 0 too if another
    process was faster: positions and events are unique, so only one of the two is stored."""
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
    rows: Iterable[dict[str, Any]] = events.values(
        *(field.attname for field in Event._meta.concrete_fields)
    )
    return rows


def seal_pending(*, log_head: bool = False) -> None:
    """Seal new events for at most MAX_SECONDS; the tick calls it at each heartbeat. With
    `log_head` it looks at all events and logs the head of the chain.

    `verify` finds a truncated or rewritten chain by that line, if the log is kept where the owner
    of the database cannot change it.
    """
    until = time.monotonic() + MAX_SECONDS
    while seal(BATCH, None if log_head else LOOK_BACK) == BATCH and time.monotonic() < until:
        pass
    if log_head:
        log.info("Audit chain head: %s", head())
