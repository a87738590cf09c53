"""Workers that stop where something else may happen, until they are told how it goes on."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import Error
from greenlet import getcurrent, greenlet


@dataclass(frozen=True)
class Stop:
    """Where a worker stands. The first way on is the usual one, each other is a fault."""

    name: str
    ways: tuple[str, ...]
    alone: bool
    """Nobody else does anything now: the database is locked, or it would make no difference."""
    until: datetime | None


class Worker:
    """A job on a stack of its own. `at` is None once it has ended, or was killed."""

    def __init__(self, name: str, job: Callable[[], object]) -> None:
        self.name = name
        self.asked = 0
        """How many ids it has made up."""
        self.stalled = False
        self.stack = _Stack(self, job)
        self.at: Stop | None = None
        self.go_on("")

    def __str__(self) -> str:
        return self.at.name if self.at else "the end"

    def go_on(self, way: str) -> None:
        """Run to the next stop, or to the end."""
        self.stalled = False
        self.at = self.stack.switch(way)

    def kill(self) -> None:
        """Not one more line of it runs. Its stack is kept, for its end would run `finally`."""
        self.at = None
        _KILLED.append(self.stack)


class _Stack(greenlet):
    def __init__(self, worker: Worker, job: Callable[[], object]) -> None:
        super().__init__()
        self.worker = worker
        self._job = job

    def run(self, _: str) -> None:
        with suppress(Error, SystemExit):  # what a task queue does with them
            self._job()


_KILLED: list[_Stack] = []


def running() -> Worker | None:
    """The worker whose code this is; None for people and for the explorer."""
    stack = getcurrent()
    return stack.worker if isinstance(stack, _Stack) else None


def stop(
    name: str,
    *ways: str,
    alone: bool = False,
    until: datetime | None = None,
) -> str:
    """Let the explorer choose how this goes on. Outside workers it goes on as usual."""
    ways = ways or ("goes on",)
    stack = getcurrent()
    if not isinstance(stack, _Stack):
        return ways[0]
    return stack.parent.switch(Stop(name, ways, alone, until))
