"""Which phones a body reaches. Source: the page, rows `audience.*` and its tip on 30 days."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from campaigns.domain.display.surfaces import display
from campaigns.domain.message.audience import ANDROID, HARMONY_NAME, IOS, in_force
from campaigns.domain.message.recipients import Recipient
from campaigns.domain.vendors.registry import on_platforms
from campaigns.domain.vendors.vendor import Vendor

from . import push_body
from .models import Device, SandboxApp

CONNECTED_WITHIN = timedelta(days=30)
"""Devices that have not connected for longer are considered uninstalled."""


def devices(app: SandboxApp, body: dict[str, Any], now: datetime) -> list[Device]:
    """Every phone that shows the push: connected within 30 days, push allowed, addressed, of a
    platform that is reached, and with a text for its platform (the provider accepts a push without
    one, and then fails with "P16 no pushContent", which only its own tool shows)."""
    vendors = [vendor for vendor in _vendors(body) if display(body, vendor).text.strip()]
    return _devices(app, body, now, vendors)


def count_addressed(app_key: str, body: dict[str, Any], now: datetime) -> tuple[int, int] | None:
    """The number of users and of phones that the body would reach if every platform had a text, for
    an estimate of a draft; None for an unknown app key."""
    app = SandboxApp.objects.filter(app_key=app_key).first()
    if app is None:
        return None
    phones = _devices(app, body, now, _vendors(body))
    return len({phone.user_id for phone in phones}), len(phones)


def _devices(
    app: SandboxApp, body: dict[str, Any], now: datetime, vendors: list[Vendor]
) -> list[Device]:
    kinds = [vendor.kind for vendor in vendors]
    able = Device.objects.filter(
        user__app=app, kind__in=kinds, push_allowed=True, last_seen__gte=now - CONNECTED_WITHIN
    )
    audience = push_body.audience(body)
    kind = in_force(audience)
    if kind is None:
        return []
    is_addressed = kind.reached(audience)
    return [
        device
        for device in able.select_related("user").order_by("id")
        if is_addressed(_recipient(device))
    ]


def _recipient(device: Device) -> Recipient:
    user = device.user
    return Recipient(user.user_id, frozenset(user.tags), device.package_name)


def _vendors(body: dict[str, Any]) -> list[Vendor]:
    """The vendors that are reached. User ids reach iOS and Android, whatever `platform` says.
    Decided here: HarmonyOS phones are reached if `notification.harmonyOS` holds anything, beside
    any platform (as in the page's example), or if `platform` holds HARMONYOS_PLATFORM."""
    kind = in_force(push_body.audience(body))
    reaches_all = kind is not None and kind.reaches_all_devices
    reached = {IOS, ANDROID} if reaches_all else set(body["platform"])
    harmony = (body.get("notification") or {}).get("harmonyOS")
    if settings.HARMONYOS_PLATFORM in reached or _holds_anything(harmony):
        reached.add(HARMONY_NAME)
    return on_platforms(reached)


def _holds_anything(value: Any) -> bool:
    """False for the empty objects of an SDK, as {"ohos": {}}."""
    if isinstance(value, dict):
        return any(_holds_anything(member) for member in value.values())
    return value not in (None, "", [])
