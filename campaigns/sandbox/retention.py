"""How much the sandbox keeps: an SDK in a loop must not fill the disk of the console."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Call, Delivery, SandboxApp

KEPT_CALLS = 1000
"""The latest calls of an app that are kept. Ours."""
KEPT_FOR_QUOTA = timedelta(hours=50)
"""A natural day is never longer: a call that counts stays until it cannot count any more. Their
number is the app's own limit of a day."""
AT_ONCE = 100
"""The most rows that one call removes, so that no caller waits long for it."""


def forget_old(app: SandboxApp) -> None:
    """Remove the calls of this app beyond KEPT_CALLS, and what earlier releases stored of callers
    without a valid signature. Hold the app's row lock."""
    _delete(Call.objects.filter(app=None))
    of_app = Call.objects.filter(app=app)
    last_kept = of_app.order_by("-pk").values_list("pk", flat=True)[KEPT_CALLS - 1 : KEPT_CALLS]
    for pk in last_kept:
        may_count = Q(counted=True, at__gt=timezone.now() - KEPT_FOR_QUOTA)
        _delete(of_app.filter(pk__lt=pk).exclude(may_count))


def _delete(calls: "QuerySet[Call]") -> None:
    old = list(calls.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if old:
        Delivery.objects.filter(call__in=old).delete()
        Call.objects.filter(pk__in=old)._raw_delete(using=Call.objects.db)
