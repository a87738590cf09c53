"""What the lines of `advice` look at, and what they give."""

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
    """What the advice depends on besides the body.

    `send_at` is aware, None for as soon as approved; `zone`, an IANA name, is whose nights count.
    `known_tags` and `known_packages`: nothing is said about them while empty. `earlier`: bodies
    sent lately. `sent_today`: marketing pushes that left, or are planned, that day before this.
    """

    send_at: datetime | None = None
    zone: str = "UTC"
    known_tags: frozenset[str] = field(default_factory=frozenset)
    known_packages: frozenset[str] = field(default_factory=frozenset)
    earlier: tuple[bytes, ...] = ()
    sent_today: int = 0

    def clock(self) -> time | None:
        """The time of day, in the plan's zone, at which it leaves."""
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
