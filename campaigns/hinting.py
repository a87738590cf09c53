"""Hints to send: the tick sees what is due every second, but asks for each campaign only once in
a while, or a rush would bury the workers under messages about what they are doing already."""

import time
from collections.abc import Callable

LIFE = 4
"""Seconds after which a hint is worth nothing: thrown away if it still waits, and given again. So
long a campaign may wait whose worker was killed, or whose pause was lifted."""

_given: dict[int, float] = {}
"""Campaign -> when this process last asked for it, in seconds of the steady clock."""


def now_and_then(give: Callable[[int], object]) -> Callable[[int], None]:
    """`give`, for one look of the tick, but for campaigns asked for less than LIFE ago."""
    now = time.monotonic()
    for pk in [pk for pk, at in _given.items() if now - at >= LIFE]:
        del _given[pk]

    def hint(pk: int) -> None:
        if pk not in _given:
            give(pk)
            _given[pk] = now

    return hint
