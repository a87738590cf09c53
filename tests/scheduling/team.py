"""A team's days with one app key: who wants to send when, what our rule says, what arrives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.domain.scheduling import quota
from campaigns.domain.scheduling.quota import Limits
from tests.scheduling.provider import Provider, Reading

Rule = Callable[[Sequence[datetime], Limits, datetime], bool]


@dataclass(frozen=True)
class Wish:
    """To send at a moment. `delay` is how long the request then takes to the provider's counter;
    `known` is False where its answer is lost; `outside` where it is sent by another program, which
    asks the same rule and is recorded, as an operator does it."""

    at: datetime
    delay: timedelta
    known: bool = True
    outside: bool = False


@dataclass(frozen=True)
class Sender:
    """Which of its sends a sender counts: our own counts all of them."""

    rule: Rule = quota.fits
    counts_unknown: bool = True
    counts_outside: bool = True

    def counts(self, wish: Wish) -> bool:
        return (self.counts_unknown or wish.known) and (self.counts_outside or not wish.outside)


def refusals(reading: Reading, limits: Limits, wishes: Sequence[Wish], sender: Sender) -> int:
    """How often the provider has to refuse. Requests overtake each other on their way."""
    provider, taken, arrivals = Provider(reading), list[datetime](), list[datetime]()
    for wish in sorted(wishes, key=lambda one: one.at):
        if sender.rule(taken, limits, wish.at):
            arrivals.append(wish.at + wish.delay)
            if sender.counts(wish):
                taken.append(wish.at)
    for at in sorted(arrivals):
        provider.receive(at)
    return provider.refused
