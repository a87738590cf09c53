"""How the time of a call grows with its text: 8 for a linear call, 64 for a quadratic one."""

import math
import time
from collections.abc import Callable
from itertools import pairwise

SHORT = (16, 20, 24, 28, 34, 40, 48, 56, 68, 80, 96)
"""Characters. A call that takes long for so few is exponential; the next size would never end."""
SIZES = (64, 512, 4 * 1024, 32 * 1024)
"""Characters, each 8 times the one before."""
STEEP = 24
"""From here on a ratio is not linear: about the geometric mean of 8 and 64."""
NOISE = 0.02
"""Seconds of processor time: 32 KB take a linear pattern less. A shorter call proves nothing."""
RUNS = 3


def ratio(use: Callable[[str], object], text: Callable[[int], str]) -> float:
    """How many times as long `use` takes for 8 times the text, where it takes long at all.

    `text(size)` has about `size` characters. The sizes grow from 512 to 32 Ki, and end with the
    first that proves `use` steep: the next one might take hours. 0.0 means faster than NOISE.
    """
    if any(_seconds(use, text(size)) > NOISE for size in SHORT):
        return math.inf
    found = 0.0
    for small, large in pairwise(SIZES):
        took = _seconds(use, text(large))
        if took > NOISE:
            found = took / min(_run(use, text(small)) for _ in range(RUNS))
        if found >= STEEP:
            break
    return found


def _seconds(use: Callable[[str], object], text: str) -> float:
    """The shortest of several runs, since others disturb some; one where it is within NOISE."""
    took = _run(use, text)
    runs = RUNS - 1 if took > NOISE else 0
    return min([took, *(_run(use, text) for _ in range(runs))])


def _run(use: Callable[[str], object], text: str) -> float:
    """Seconds of processor time of this thread: what others take does not count."""
    start = time.thread_time()
    use(text)
    return max(time.thread_time() - start, 1e-6)
