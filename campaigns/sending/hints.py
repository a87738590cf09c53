"""Throttled hints to send: the tick finds a due campaign every second, but enqueues it once every
few seconds only, so that a rush does not flood the workers with messages about the same work."""

import time
from collections.abc import Callable

AGAIN = 4
"""Seconds after which a hint is repeated: the longest wait of a campaign whose worker was killed,
whose hint was lost with the broker, or whose pause was lifted."""
LIFE = 60
"""Seconds after which a waiting hint expires: workers that come back find no backlog of repeated
hints. Long enough for a rush, in which a hint waits for long and is still needed."""

_given: dict[int, float] = {}
"""Campaign -> when this process last asked for it, in seconds of the steady clock."""


def now_and_then(give: Callable[[int], object]) -> Callable[[int], None]:
    """`give`, for one look of the tick, but for campaigns asked for less than AGAIN ago."""
    now = time.monotonic()
    for pk in [pk for pk, at in _given.items() if now - at >= AGAIN]:
        del _given[pk]

    def hint(pk: int) -> None:
        if pk not in _given:
            give(pk)
            _given[pk] = now

    return hint
