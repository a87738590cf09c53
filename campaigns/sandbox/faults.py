"""Faults on demand of one app key, which the next calls to `/push.json` meet.

A fault comes after the signature rule, so that a stranger cannot use it up. After one that pushes
and then spoils the answer, a caller cannot know the outcome.
"""

from collections.abc import Callable
from datetime import datetime

from .models import Fault, SandboxApp
from .refusals import (
    Refusal,
    internal_error,
    internal_timeout,
    over_the_limit,
    service_not_enabled,
    wrong_signature,
)

REFUSING: dict[str, Callable[[], Refusal]] = {
    Fault.INTERNAL: internal_error,
    Fault.SIGNATURE: wrong_signature,
    Fault.QUOTA: over_the_limit,
    Fault.SERVICE: service_not_enabled,
    Fault.TIMEOUT_LOST: internal_timeout,
}


def take_fault(app: SandboxApp, now: datetime) -> str:
    """The fault that this call meets, "" for none; counts it down and clears it at its end."""
    if not app.fault:
        return ""
    fault = app.fault
    over = app.fault_calls == 0 or (app.fault_until is not None and now >= app.fault_until)
    if not over and app.fault_calls is not None:
        app.fault_calls -= 1
    if over or app.fault_calls == 0:
        app.fault, app.fault_calls, app.fault_until = "", None, None
    app.save(update_fields=["fault", "fault_calls", "fault_until"])
    return "" if over else fault
