"""One call from request to record, the same for every endpoint: checks, answer, Call.

Strangers cannot fill the disk: what is not signed is answered before anything of its body is read,
and leaves nothing. Of what is signed, the latest calls of each app are kept.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.domain.provider.data_centres import PUSH_PATH

from . import quota, retention
from .answers import SandboxAnswer, refusal_answer
from .authentication import authenticated_app, locked
from .models import Call, Delivery, SandboxApp
from .received_request import KEPT_BYTES, ReceivedRequest
from .refusals import Refusal, wrong_method

CarryOut = Callable[[SandboxApp, ReceivedRequest, datetime], SandboxAnswer]


def answer(received: ReceivedRequest, carry_out: CarryOut) -> SandboxAnswer:
    """Check method, app key and signature, then carry the call out. A Refusal becomes the
    answer."""
    try:
        if received.method != "POST":
            raise wrong_method()
        return _carried_out(
            authenticated_app(received.headers, timezone.now()), received, carry_out
        )
    except Refusal as refusal:
        return refusal_answer(refusal)


def _carried_out(app: SandboxApp, received: ReceivedRequest, carry_out: CarryOut) -> SandboxAnswer:
    """Call `carry_out` and store the Call, in one transaction under the app's row lock. A Refusal
    that `carry_out` raises becomes the answer; Refusal 1002 if the app is gone."""
    with transaction.atomic():
        current = locked(app)
        try:
            answered = carry_out(current, received, timezone.now())
        except Refusal as refusal:
            answered = refusal_answer(refusal)
        _record(current, received, answered)
        retention.forget_old(current)
    return answered


def _record(app: SandboxApp, received: ReceivedRequest, answered: SandboxAnswer) -> None:
    call = Call.objects.create(
        app=app,
        at=timezone.now(),
        path=received.path[:200],
        kind=answered.kind,
        status=answered.status,
        code=answered.code,
        counted=received.path == PUSH_PATH and quota.counts(app, answered.code),
        body=received.text(KEPT_BYTES),
        request_id=received.request_id,
        push_id=answered.push_id,
    )
    Delivery.objects.bulk_create(Delivery(call=call, device=device) for device in answered.reached)
