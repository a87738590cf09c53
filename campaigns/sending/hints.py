"""Hints to send. The tick sees every second what is due, but asks a worker for each campaign only
once every few seconds: in a rush the queue would otherwise fill with repeated messages."""

import time
from collections.abc import Callable

AGAIN = 4
"""Seconds until a hint is repeated. A campaign waits this long if its worker was killed, its hint
was lost with the broker, or its pause was lifted."""
LIFE = 60
"""Seconds until an unread hint expires, so that workers that come back find no backlog. In a rush
a hint may wait for long and is still useful."""


class Hints:
    """Remembers which hints this process gave in the last AGAIN seconds. `now` gives seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._given: dict[int, float] = {}
        """Campaign id -> when."""

    def throttled(self, give: Callable[[int], object]) -> Callable[[int], None]:
        """`give` for one tick, without the campaigns that were given less than AGAIN ago. A hint
        whose `give` raises counts as not given."""
        now = self._now()
        self._given = {pk: at for pk, at in self._given.items() if now - at < AGAIN}

        def hint(pk: int) -> None:
            if pk not in self._given:
                give(pk)
                self._given[pk] = now

        return hint
