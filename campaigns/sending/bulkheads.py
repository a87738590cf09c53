"""Bulkheads: how many sends of one data centre, and of one application, may go on at one time in
this process. What hangs holds its own places only, so that a thread is left for what works."""

import itertools
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)

THREADS = 16
"""Threads of a process that sends: `dispatch`, and the push worker of compose.yaml."""
SPARE = 2
"""Threads that are left though two data centres hang."""

Key = tuple[str, object]
"""What a place belongs to: ("data centre", code) or ("application", id)."""
Again = Callable[[int], object]
"""Asks for another try of a campaign, by its id."""


class Places:
    """The places of one process. A send gets one of its data centre and one of its application, or
    none; then its Again is called once there is room."""

    def __init__(self, threads: int = THREADS) -> None:
        self._lock = threading.Lock()
        self._taken: Counter[Key] = Counter()
        self._inside: set[int] = set()
        self._waiting: dict[int, tuple[tuple[Key, ...], Again]] = {}
        """Campaign id -> its keys and its Again, the oldest first."""
        self.size_for(threads)

    def size_for(self, threads: int) -> None:
        """Two data centres leave SPARE threads; two applications leave a data centre places."""
        centre = max(1, (threads - SPARE) // 2)
        self._limits = {"data centre": centre, "application": max(1, centre // 2)}

    @contextmanager
    def taken(self, pk: int, centre: str, application: int, again: Again | None) -> Iterator[bool]:
        """Whether campaign `pk` may be tried, now and here. Without `again` it is forgotten: only
        the next hint brings it back."""
        keys: tuple[Key, ...] = (("data centre", centre), ("application", application))
        has_place = self._enter(pk, keys, again)
        try:
            yield has_place
        finally:
            if has_place:
                self._leave(pk, keys)

    def _enter(self, pk: int, keys: tuple[Key, ...], again: Again | None) -> bool:
        """A campaign that another thread is trying gets no place: that try is as good."""
        with self._lock:
            if pk in self._inside:
                return False
            if not self._is_free(keys):
                if again is not None:
                    self._waiting.setdefault(pk, (keys, again))
                return False
            self._waiting.pop(pk, None)
            self._inside.add(pk)
            self._taken.update(keys)
            return True

    def _leave(self, pk: int, keys: tuple[Key, ...]) -> None:
        with self._lock:
            self._inside.discard(pk)
            self._taken.subtract(keys)
            self._taken += Counter()  # forgets what is at zero
            woken = [(pk, self._waiting.pop(pk)[1]) for pk in self._whom_to_wake()]
        for pk, again in woken:
            try:
                again(pk)
            except Exception:
                log.exception("Campaign %d waits for the next hint.", pk)

    def _whom_to_wake(self) -> list[int]:
        """The oldest that could enter; all of a data centre where nobody is left to wake them, for
        another process may take up whom this one wakes."""
        left = [pk for pk, (keys, _) in self._waiting.items() if not self._taken[keys[0]]]
        free = (pk for pk, (keys, _) in self._waiting.items() if self._is_free(keys))
        return left or list(itertools.islice(free, 1))

    def _is_free(self, keys: tuple[Key, ...]) -> bool:
        return all(self._taken[key] < self._limits[key[0]] for key in keys)


places = Places()
"""Those of this process."""
