"""A clock for beat that follows no clock change: beat would pause when the clock is set back, and
send a burst of ticks when it is set forward."""

import time
from datetime import UTC, datetime, timedelta

_ORIGIN = datetime.now(UTC) - timedelta(seconds=time.monotonic())


def steady_now() -> datetime:
    return _ORIGIN + timedelta(seconds=time.monotonic())
