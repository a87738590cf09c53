"""Hints to send: the tick sees what is due every second, but asks for each campaign only once in
a while, or a rush would bury the workers under messages about what they are doing already."""

import time
from collections.abc import Callable

AGAIN = 4
"""Seconds after which a hint is given again. So long a campaign may wait whose worker was killed,
whose hint was lost with the broker, or whose pause was lifted."""
LIFE = 60
"""Seconds after which a hint that still waits is thrown away: workers that come back after a while
find no heap. In a rush it may wait for long, and what it asks is what is still to do."""

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
