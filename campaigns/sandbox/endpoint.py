"""One call from request to record, the same for every endpoint: checks, answer, Call."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.domain.provider.data_centres import PUSH_PATH

from . import quota
from .answers import SandboxAnswer, refusal_answer
from .authentication import check_signature, locked_app
from .models import Call, Delivery, SandboxApp
from .received_request import KEPT_BYTES, KEPT_UNSIGNED_BYTES, ReceivedRequest
from .refusals import Refusal, wrong_method

CarryOut = Callable[[SandboxApp, ReceivedRequest, datetime], SandboxAnswer]


def answer(received: ReceivedRequest, carry_out: CarryOut) -> SandboxAnswer:
    """Check method, app key and signature, call `carry_out`, and store the Call, in one transaction
    under the app's row lock. A Refusal that `carry_out` raises becomes the answer."""
    app, kept = None, KEPT_UNSIGNED_BYTES
    with transaction.atomic():
        try:
            if received.method != "POST":
                raise wrong_method()
            app = locked_app(received.headers)
            now = timezone.now()
            check_signature(app, received.headers, now)
            kept = KEPT_BYTES
            answered = carry_out(app, received, now)
        except Refusal as refusal:
            answered = refusal_answer(refusal)
        _record(app, received, answered, kept)
    return answered


def _record(
    app: SandboxApp | None, received: ReceivedRequest, answered: SandboxAnswer, kept: int
) -> None:
    is_push = received.path == PUSH_PATH and app is not None
    call = Call.objects.create(
        app=app,
        at=timezone.now(),
        path=received.path[:200],
        kind=answered.kind,
        status=answered.status,
        code=answered.code,
        counted=app is not None and is_push and quota.counts(app, answered.code),
        body=received.text(kept),
        request_id=received.request_id,
        push_id=answered.push_id,
    )
    Delivery.objects.bulk_create(Delivery(call=call, device=device) for device in answered.reached)
