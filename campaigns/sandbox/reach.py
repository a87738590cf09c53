"""Which phones a body reaches. Source: the page, rows `audience.*` and its tip on 30 days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from campaigns.domain.display.surfaces import display
from campaigns.domain.message.audience import ANDROID, HARMONY_NAME, IOS
from campaigns.domain.vendors.registry import on_platforms
from campaigns.domain.vendors.vendor import Vendor

from .models import Device, SandboxApp

CONNECTED_WITHIN = timedelta(days=30)
"""Devices that have not connected for longer are considered uninstalled."""


def devices(app: SandboxApp, body: dict[str, Any], now: datetime) -> list[Device]:
    """Every phone that shows the push: connected within 30 days, push allowed, addressed, of a
    platform that is reached, and with a text for its platform (a push without one is accepted and
    then fails out of the caller's sight: "P16 no pushContent" in the provider's own tool)."""
    vendors = [vendor for vendor in _vendors(body) if display(body, vendor).text.strip()]
    return _devices(app, body, now, vendors)


def addressed(app_key: str, body: dict[str, Any], now: datetime) -> tuple[int, int] | None:
    """How many users with how many phones the body would reach if every platform had a text, for
    estimates while it is written; None for an unknown app key."""
    app = SandboxApp.objects.filter(app_key=app_key).first()
    if app is None:
        return None
    found = _devices(app, body, now, _vendors(body))
    return len({device.user_id for device in found}), len(found)


def _devices(
    app: SandboxApp, body: dict[str, Any], now: datetime, vendors: list[Vendor]
) -> list[Device]:
    kinds = [vendor.kind for vendor in vendors]
    able = Device.objects.filter(
        user__app=app, kind__in=kinds, push_allowed=True, last_seen__gte=now - CONNECTED_WITHIN
    )
    fits = _addressed(body["audience"])
    return [device for device in able.select_related("user").order_by("id") if fits(device)]


def _addressed(audience: dict[str, Any]) -> Callable[[Device], bool]:
    """is_to_all wins over everything, userid over tags and package name. Decided here: tag and
    tag_or together are AND; a package name is that of the phone, not of any phone of its user."""
    if audience.get("is_to_all"):
        return lambda device: True
    if user_ids := frozenset(audience.get("userid") or ()):
        return lambda device: device.user.user_id in user_ids
    all_of, any_of = set(audience.get("tag") or ()), set(audience.get("tag_or") or ())
    package = audience.get("packageName") or ""

    def matches(device: Device) -> bool:
        tags = set(device.user.tags)
        return (
            all_of <= tags
            and (not any_of or bool(any_of & tags))
            and package in ("", device.package_name)
        )

    return matches


def _vendors(body: dict[str, Any]) -> list[Vendor]:
    """User ids reach iOS and Android alike, whatever `platform` says. Decided here: HarmonyOS
    phones are reached when `notification.harmonyOS` holds anything, beside any platform (the page's
    example sets it next to ios and android), or when `platform` has the word set for HarmonyOS."""
    audience = body["audience"]
    by_user = bool(audience.get("userid")) and not audience.get("is_to_all")
    reached = {IOS, ANDROID} if by_user else set(body["platform"])
    harmony = (body.get("notification") or {}).get("harmonyOS")
    if settings.HARMONYOS_PLATFORM in reached or _holds_anything(harmony):
        reached.add(HARMONY_NAME)
    return on_platforms(reached)


def _holds_anything(value: Any) -> bool:
    """An SDK's empty shell, such as {"ohos": {}}, sets nothing."""
    if isinstance(value, dict):
        return any(_holds_anything(member) for member in value.values())
    return value not in (None, "", [])
