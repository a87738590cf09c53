"""One line of the result, and how to time."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`reach`: what is wanted; "" where nothing was laid down."""

    what: str
    measured: str
    reach: str = ""

    def __str__(self) -> str:
        return f"{self.what:<58} {self.measured:<42} {self.reach}"


def seconds(work: Callable[[], object], *, times: int = 10) -> float:
    """The median of so many runs, after one that warms up."""
    work()
    return statistics.median(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
