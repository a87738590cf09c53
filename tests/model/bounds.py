"""How far the search goes, the moments of its clock, and one action in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.model.clock import DUE, WINDOW


def _after(**passed: float) -> datetime:
    return DUE + timedelta(**passed)


TIMES = (
    _after(seconds=-1.5),  # taken up, connected, waiting
    DUE,
    _after(seconds=25),  # past the guard and the first waits
    _after(seconds=150),  # past the reaper
    _after(minutes=6),  # past the window
    _after(minutes=12),  # past the window of what was submitted again
)
STALL = "stall"
"""The name of the fault that a process stands still while time passes."""
KILL = "SIGKILL"


@dataclass(frozen=True)
class Bounds:
    """How much may happen on one way through a installation."""

    campaigns: int = 1
    per_hour: int = 20
    workers: int = 1
    """Senders at the same time."""
    deliveries: int = 1
    """Times that a message is delivered to one of them."""
    faults: int = 0
    """Kills, stalled processes, errors of the network and of COMMIT, refusals."""
    moves: int = 0
    """What people do."""
    only: frozenset[str] = frozenset()
    """The names of the faults and moves that may happen; empty: every one."""
    window: timedelta = WINDOW
    times: tuple[datetime, ...] = TIMES
    """Where its clock stands, one after the other."""

    def may(self, name: str) -> bool:
        return not self.only or name in self.only


@dataclass(frozen=True)
class Action:
    """`who` is a worker's name, "people", "time" or "explorer"."""

    who: str
    what: str
    do: Callable[[], None]

    def __str__(self) -> str:
        return f"{self.who}: {self.what}"
