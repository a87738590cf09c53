"""One call from request to record, the same for every endpoint."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.domain.provider.data_centres import PUSH_PATH

from . import quota
from .answers import Answer, refused
from .authentication import check_signature, locked_app
from .models import Call, Delivery, SandboxApp
from .received import KEPT_BYTES, KEPT_UNSIGNED_BYTES, Received
from .refusals import Refusal, wrong_method

CarryOut = Callable[[SandboxApp, Received, datetime], Answer]


def answer(received: Received, carry_out: CarryOut) -> Answer:
    """Checks method, app key and signature, carries out, and writes the Call, in one transaction
    under the app's row lock. A Refusal raised by `carry_out` becomes the answer."""
    app, kept = None, KEPT_UNSIGNED_BYTES
    with transaction.atomic():
        try:
            if received.method != "POST":
                raise wrong_method()
            app = locked_app(received.headers)
            now = timezone.now()
            check_signature(app, received.headers, now)
            kept = KEPT_BYTES
            done = carry_out(app, received, now)
        except Refusal as refusal:
            done = refused(refusal)
        _record(app, received, done, kept)
    return done


def _record(app: SandboxApp | None, received: Received, done: Answer, kept: int) -> None:
    is_push = received.path == PUSH_PATH and app is not None
    call = Call.objects.create(
        app=app,
        at=timezone.now(),
        path=received.path[:200],
        kind=done.kind,
        status=done.status,
        code=done.code,
        counted=app is not None and is_push and quota.counts(app, done.code),
        body=received.text(kept),
        request_id=received.request_id,
        push_id=done.push_id,
    )
    Delivery.objects.bulk_create(Delivery(call=call, device=device) for device in done.reached)
