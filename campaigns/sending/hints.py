"""Hints to send: the tick sees what is due every second, but asks for each campaign only once in
a while, or a rush would bury the workers under messages about what they are doing already.

A hint never expires, because its life would hang on the clocks of two machines. Instead none is
added where enough wait.
"""

import time
from collections.abc import Callable

AGAIN = 4.0
"""Seconds after which a hint is repeated if none waits, so that it was taken or lost: the longest
wait of a campaign whose worker was killed, whose hint was lost with the broker, or whose pause was
lifted."""
AGAIN_BEHIND_OTHERS = 60.0
"""Seconds after which it is repeated while others wait, as it probably does too."""
MOST = 1_000
"""Hints that wait at most. With so many no worker is idle, and those that are not given now are
given at a later tick."""


class Hints:
    """Remembers which hints this process gave. `now` gives seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._given: dict[int, float] = {}
        """Campaign id -> when."""
        self._seen = set[int]()
        """What the last tick saw."""

    def throttled(
        self, give: Callable[[int], object], waiting: Callable[[], int]
    ) -> Callable[[int], None]:
        """`give` for one tick, without the campaigns that need no hint now. `waiting` says how many
        hints wait; it is asked once, and only if something is due.

        A campaign that the tick before did not see was tried meanwhile: this is its next try. If
        `give` or `waiting` raises, so does the hint, which counts as not given; the other hints of
        this tick do nothing, since the broker that keeps one waiting keeps them all.
        """
        self._given = {pk: at for pk, at in self._given.items() if pk in self._seen}
        self._seen = set()
        return _Round(self._now(), self._given, self._seen, give, waiting)


class _Round:
    """The hints of one tick."""

    def __init__(
        self,
        now: float,
        given: dict[int, float],
        seen: set[int],
        give: Callable[[int], object],
        waiting: Callable[[], int],
    ) -> None:
        self._now, self._given, self._seen = now, given, seen
        self._give, self._ask = give, waiting
        self._waiting: int | None = None
        """How many waited when this tick began."""
        self._added = 0
        self._has_failed = False

    def __call__(self, pk: int) -> None:
        self._seen.add(pk)
        if self._has_failed or self._since(pk) < AGAIN:
            return
        try:
            self._hint(pk)
        except Exception:
            self._has_failed = True
            raise

    def _since(self, pk: int) -> float:
        return self._now - self._given.get(pk, float("-inf"))

    def _hint(self, pk: int) -> None:
        if self._waiting is None:
            self._waiting = self._ask()
        if self._waiting + self._added >= MOST:
            return
        if self._waiting and self._since(pk) < AGAIN_BEHIND_OTHERS:
            return
        self._give(pk)
        self._given[pk] = self._now
        self._added += 1
