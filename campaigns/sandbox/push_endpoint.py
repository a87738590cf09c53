"""`/push.json`: checks the limits, then the service, then the body. Source of the order: the page,
"Enable the Service" (calls without the service still use up the limit)."""

from datetime import datetime
from typing import Any

from django.utils.crypto import get_random_string

from . import faults, push_body, quota, reach
from .answers import SandboxAnswer
from .models import CallKind, Fault, SandboxApp
from .received_request import ReceivedRequest
from .refusals import internal_timeout, over_the_limit, service_not_enabled

ID_LENGTH = 22
"""The length of the only push id that the page shows, 50whSR6kQiHb7YgFwQzXIb."""


def push(app: SandboxApp, received: ReceivedRequest, now: datetime) -> SandboxAnswer:
    """Push to the simulated phones, or play the app's fault. Raises Refusal."""
    fault = faults.take_fault(app, now)
    if fault in faults.REFUSING:
        raise faults.REFUSING[fault]()
    if fault == Fault.HTML_502:
        return SandboxAnswer({}, CallKind.REFUSED, 502, fault=fault)
    if quota.is_used_up(app, now):
        raise over_the_limit()
    if not app.service_enabled:
        raise service_not_enabled()
    body = push_body.parse_body(received.body)
    return _pushed(app, body, fault, now)


def _pushed(app: SandboxApp, body: dict[str, Any], fault: str, now: datetime) -> SandboxAnswer:
    push_id = get_random_string(ID_LENGTH)
    kind = CallKind.BROADCAST if push_body.is_broadcast(body) else CallKind.PUSH_ONLY
    reached = reach.devices(app, body, now)
    payload: dict[str, Any] = {"code": 200, "id": push_id}
    status = 200
    if fault == Fault.NO_ID:
        payload = {"code": 200}
    elif fault == Fault.TIMEOUT_PUSHED:
        payload, status = internal_timeout().payload, internal_timeout().status
    return SandboxAnswer(payload, kind, status, push_id, reached, fault, app.fault_seconds)
