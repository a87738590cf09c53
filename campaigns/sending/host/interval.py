"""Does something at most once in so many seconds in this process."""

from time import monotonic


class Interval:
    """An interval of `seconds` on the monotonic clock, which no clock change moves."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._last: float | None = None

    def is_due(self) -> bool:
        """True before the first `restart`, and once `seconds` have passed since the last one."""
        return self._last is None or monotonic() - self._last >= self.seconds

    def restart(self) -> None:
        self._last = monotonic()
