"""The scenarios that are explored; each bound multiplies the number of states."""

from dataclasses import replace
from datetime import timedelta

from tests.model.bounds import KILL, STALL, TIMES, Bounds
from tests.model.clock import DUE


def _only(*names: str) -> Bounds:
    return Bounds(only=frozenset(names), faults=1, times=TIMES[:5])


SMALL = {
    "two senders": Bounds(workers=2, deliveries=2, times=TIMES[:3]),
    "no answer": _only("no answer", "SIGTERM"),
    "a kill": _only(KILL),
    "a stall": replace(_only(STALL), times=TIMES[:4]),
    "a COMMIT that fails": _only("done, but an error", "not done, and an error"),
    "a window that ends": replace(
        _only(STALL),
        window=timedelta(seconds=10),
        times=(TIMES[0], DUE, DUE + timedelta(seconds=15)),
    ),
    "a voter leaves": replace(_only("deactivate the reviewer"), faults=0, moves=1),
    "a wrong decision": replace(_only("no answer", "it did not arrive"), deliveries=2, moves=1),
    "one free slot": Bounds(campaigns=2, per_hour=1, workers=2, deliveries=2, times=TIMES[:2]),
}
"""As small as shows what a wrong sender does."""
SHORT = {
    "two senders": Bounds(workers=2, deliveries=2),
    "a fault and a redelivery": Bounds(deliveries=2, faults=1),
    "a person decides": Bounds(faults=1, moves=1),
    "two campaigns, one free slot": Bounds(campaigns=2, per_hour=1, deliveries=2, faults=1),
}
FULL = {
    "two senders and a fault": Bounds(workers=2, deliveries=2, faults=1),
    "two faults": Bounds(deliveries=2, faults=2),
    "people decide": Bounds(deliveries=2, faults=1, moves=2),
    "two campaigns, two senders": Bounds(
        campaigns=2, per_hour=1, workers=2, deliveries=2, faults=1, times=TIMES[:3]
    ),
}
