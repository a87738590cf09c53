"""The input and output of advice: Advised and Plan in, Advice out."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.domain.message.audience import targeted
from campaigns.domain.message.shape import Message
from campaigns.domain.vendors.facts import Advice
from campaigns.domain.vendors.registry import on_platforms
from campaigns.domain.vendors.vendor import Vendor

__all__ = ["Advice", "Advised", "Plan"]


@dataclass(frozen=True)
class Plan:
    """What advice depends on besides the body.

    `send_at`: aware; None means as soon as approved. `zone`: the IANA name of the zone whose nights
    count. `known_tags`, `known_packages`: while empty, there is no advice about them. `earlier`:
    bodies sent lately. `sent_today`: marketing pushes sent or planned on that day before this one.
    """

    send_at: datetime | None = None
    zone: str = "UTC"
    known_tags: frozenset[str] = field(default_factory=frozenset)
    known_packages: frozenset[str] = field(default_factory=frozenset)
    earlier: tuple[bytes, ...] = ()
    sent_today: int = 0

    def clock(self) -> time | None:
        """The time of day of `send_at` in `zone`; None without `send_at`."""
        if self.send_at is None:
            return None
        return self.send_at.astimezone(ZoneInfo(self.zone)).time()


@dataclass(frozen=True)
class Advised:
    """A message, its wire values, and the plan."""

    message: Message
    body: dict[str, Any]
    plan: Plan

    def vendors(self) -> list[Vendor]:
        """Those whose devices the message reaches."""
        return on_platforms(targeted(self.message))
