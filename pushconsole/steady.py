"""A clock for beat that no clock change moves: set back, beat would pause; set forward, spin."""

import time
from datetime import UTC, datetime, timedelta

_ORIGIN = datetime.now(UTC) - timedelta(seconds=time.monotonic())


def steady_now() -> datetime:
    return _ORIGIN + timedelta(seconds=time.monotonic())
