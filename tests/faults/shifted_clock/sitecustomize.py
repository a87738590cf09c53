"""`time.sleep` under libfaketime: Python imports this at its start by way of PYTHONPATH.

With the steady clock left alone, CPython's sleep until a moment of it fails in libfaketime 0.9.10
(EINVAL); with the steady clock moved too, a lock with a time-out never returns.
"""

import select
import time
from typing import SupportsIndex


def sleep(seconds: SupportsIndex | float, /) -> None:
    if float(seconds) < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], float(seconds))


time.sleep = sleep
