"""What each simulated phone shows, by the stored calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery

from campaigns.domain.display.surfaces import DisplayedNotification, display
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import DeviceKind
from campaigns.lib.i18n import render

from .json_types import stored_object
from .models import Call, Delivery, Device, SandboxApp

RECENT_CALLS = 10


@dataclass(frozen=True)
class SimulatedPhone:
    """`call` and `shown` are None for a phone that has received nothing."""

    device: Device
    call: Call | None
    shown: DisplayedNotification | None

    @property
    def why(self) -> list[str]:
        """Why it shows this, in sentences in the active language."""
        return (
            [render(text) for text in (*self.shown.chain, *self.shown.notes)] if self.shown else []
        )


def devices(app: SandboxApp, call: Call | None = None) -> QuerySet[Device]:
    """Every phone, the latest receivers first; with `call`, only the phones that it reached."""
    latest = Delivery.objects.filter(device=OuterRef("pk")).order_by("-call_id")
    of_app = Device.objects.filter(user__app=app).select_related("user")
    if call:
        return of_app.filter(deliveries__call=call).order_by("user__user_id", "label")
    return of_app.alias(latest=Subquery(latest.values("call_id")[:1])).order_by(
        F("latest").desc(nulls_last=True), "user__user_id", "label"
    )


def phones(page: Sequence[Device], app_name: str, call: Call | None = None) -> list[SimulatedPhone]:
    """What each phone shows of `call`, or of the call that it received last. The number of queries
    does not grow with the phones; a push is evaluated once per kind of phone."""
    received = {device.pk: call for device in page} if call else _latest(page)
    show = _shower(app_name)
    return [
        SimulatedPhone(device, got, show(got, device.kind) if got else None)
        for device in page
        for got in [received.get(device.pk)]
    ]


def _latest(page: Sequence[Device]) -> dict[int, Call]:
    newest = Delivery.objects.filter(device__in=page).values("device_id").annotate(Max("call_id"))
    ids = dict(newest.values_list("device_id", "call_id__max"))
    calls = Call.objects.in_bulk(set(ids.values()))
    return {device_id: calls[call_id] for device_id, call_id in ids.items()}


def _shower(app_name: str) -> Callable[[Call, str], DisplayedNotification]:
    @cache
    def show(call: Call, kind: str) -> DisplayedNotification:
        return display(stored_object(call.body), VENDORS[DeviceKind(kind)], app_name=app_name)

    return show


def recent(app: SandboxApp) -> QuerySet[Call]:
    """The latest pushes, each with the number of phones reached as `phones`."""
    carried_out = Call.objects.filter(app=app).exclude(push_id="").defer("body")
    return carried_out.annotate(phones=Count("deliveries")).order_by("-id")[:RECENT_CALLS]
