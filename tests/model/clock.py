"""The one clock of a modelled installation: it stands still until the explorer moves it."""

import time
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from django.utils import timezone

from campaigns.lib import retry
from tests.model.stopping import running, stop

DUE = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
"""When the modelled campaigns are to be sent."""
WINDOW = timedelta(minutes=5)
"""For how long they may be."""


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def rule(self) -> None:
        """Every clock that the product reads, and what it makes up, is ours from now on."""
        boot = time.time() - time.clock_gettime(time.CLOCK_MONOTONIC)
        setattr(timezone, "now", lambda: self.now)  # noqa: B010 (a function is not reassignable)
        setattr(time, "time", lambda: self.now.timestamp())  # noqa: B010
        setattr(time, "clock_gettime", lambda _: self.now.timestamp() - boot)  # noqa: B010
        setattr(time, "monotonic", lambda: 0.0)  # noqa: B010
        setattr(time, "sleep", self._sleep)  # noqa: B010
        setattr(retry.stopping, "wait", self._sleep)  # noqa: B010
        setattr(uuid, "uuid4", _made_up)  # noqa: B010

    def _sleep(self, seconds: float) -> None:
        until = self.now + timedelta(seconds=seconds)
        stop("sleep", until=until)
        assert self.now >= until


def _made_up() -> SimpleNamespace:
    """The same ids in the same installation."""
    worker = running()
    assert worker is not None
    worker.asked += 1
    return SimpleNamespace(hex=f"{worker.name}.{worker.asked}")
