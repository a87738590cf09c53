"""Hints to send: the tick sees what is due every second, but asks for each campaign only once in
a while, or a rush would bury the workers under messages about what they are doing already."""

import time
from collections.abc import Callable

AGAIN = 4
"""Seconds after which a hint is repeated: the longest wait of a campaign whose worker was killed,
whose hint was lost with the broker, or whose pause was lifted."""
LIFE = 60
"""Seconds after which a waiting hint expires: workers that come back find no backlog of repeated
hints. Long enough for a rush, in which a hint waits for long and is still needed."""


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
