"""Which phones a body reaches. Source: the page, rows `audience.*` and its tip on 30 days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from campaigns.domain.display.surfaces import DeviceKind, platform_of, shown
from campaigns.domain.message.audience import ANDROID, HARMONY_NAME, IOS

from .models import Device, SandboxApp

CONNECTED_WITHIN = timedelta(days=30)
"""Devices that have not connected for longer are considered uninstalled."""


def devices(app: SandboxApp, body: dict[str, Any], now: datetime) -> list[Device]:
    """Every phone that shows the push: connected within 30 days, push allowed, addressed, of a
    platform that is reached, and with a text for its platform (the provider accepts a push without
    one, and then fails with "P16 no pushContent", which only its own tool shows)."""
    kinds = [kind for kind in _kinds(body) if shown(body, kind).text.strip()]
    return _devices(app, body, now, kinds)


def count_addressed(app_key: str, body: dict[str, Any], now: datetime) -> tuple[int, int] | None:
    """The number of users and of phones that the body would reach if every platform had a text, for
    an estimate of a draft; None for an unknown app key."""
    app = SandboxApp.objects.filter(app_key=app_key).first()
    if app is None:
        return None
    phones = _devices(app, body, now, _kinds(body))
    return len({phone.user_id for phone in phones}), len(phones)


def _devices(
    app: SandboxApp, body: dict[str, Any], now: datetime, kinds: list[DeviceKind]
) -> list[Device]:
    able = Device.objects.filter(
        user__app=app, kind__in=kinds, push_allowed=True, last_seen__gte=now - CONNECTED_WITHIN
    )
    is_addressed = _audience_filter(body["audience"])
    return [phone for phone in able.select_related("user").order_by("id") if is_addressed(phone)]


def _audience_filter(audience: dict[str, Any]) -> Callable[[Device], bool]:
    """Whether a phone is addressed: is_to_all overrides everything, userid overrides tags and
    package name. Decided here: tag and tag_or together are AND; a package name is that of the
    phone, not of any phone of its user."""
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


def _kinds(body: dict[str, Any]) -> list[DeviceKind]:
    """The kinds of phone that are reached. User ids reach iOS and Android, whatever `platform`
    says. Decided here: HarmonyOS phones are reached if `notification.harmonyOS` holds anything,
    beside any platform (as in the page's example), or if `platform` holds HARMONYOS_PLATFORM."""
    audience = body["audience"]
    by_user = bool(audience.get("userid")) and not audience.get("is_to_all")
    reached = {IOS, ANDROID} if by_user else set(body["platform"])
    harmony = (body.get("notification") or {}).get("harmonyOS")
    if settings.HARMONYOS_PLATFORM in reached or _holds_anything(harmony):
        reached.add(HARMONY_NAME)
    return [kind for kind in DeviceKind if platform_of(kind) in reached]


def _holds_anything(value: Any) -> bool:
    """False for the empty objects of an SDK, as {"ohos": {}}."""
    if isinstance(value, dict):
        return any(_holds_anything(member) for member in value.values())
    return value not in (None, "", [])
