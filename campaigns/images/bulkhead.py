"""The places for image checks in a worker, shared out so that slow hosts hold up few."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Full(Exception):
    """No place came free in time."""


@dataclass
class Bulkhead:
    """`places`: checks at a time; of one person and of one host at most `share`. `queue`: how many
    may wait for a place, for `patience` seconds; of one person at most `share`. So image checks
    take at most places + queue threads, and the others stay free for sends."""

    places: int = 4
    share: int = 2
    queue: int = 4
    patience: float = 6.0
    _running: "Counter[str]" = field(default_factory=Counter)
    _waiting: "Counter[str]" = field(default_factory=Counter)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def place(self, person: str, host: str) -> Iterator[None]:
        """Holds a place. Raises Full."""
        keys = ["", f"person {person}", f"host {host}"]
        with self._changed:
            if not self._is_free(keys):
                self._wait(keys)
            self._running.update(keys)
        try:
            yield
        finally:
            with self._changed:
                self._running -= Counter(keys)
                self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return self._waiting[""]

    def _is_free(self, keys: list[str]) -> bool:
        everybody, *shared = keys
        return self._running[everybody] < self.places and all(
            self._running[key] < self.share for key in shared
        )

    def _wait(self, keys: list[str]) -> None:
        """Raises Full. Each wakes up on every change: those in the queue are few."""
        everybody, person, _host = keys
        if self._waiting[everybody] >= self.queue or self._waiting[person] >= self.share:
            raise Full
        self._waiting.update(keys)
        try:
            if not self._changed.wait_for(lambda: self._is_free(keys), self.patience):
                raise Full
        finally:
            self._waiting -= Counter(keys)
