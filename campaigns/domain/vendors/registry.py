"""Every vendor. Each table of kinds of devices derives from VENDORS."""

from collections.abc import Collection, Mapping

from campaigns.domain.provider.limits import CHOICES
from campaigns.domain.translatable import Text

from .facts import ImageRules
from .fcm import FCM
from .harmony import HARMONY
from .honor import HONOR
from .huawei import HUAWEI
from .iphone import IPHONE
from .oppo import OPPO
from .vendor import DeviceKind, Vendor
from .vivo import VIVO
from .xiaomi import XIAOMI

VENDORS: dict[DeviceKind, Vendor] = {
    vendor.kind: vendor for vendor in (IPHONE, HUAWEI, HONOR, XIAOMI, OPPO, VIVO, FCM, HARMONY)
}
"""In the order in which phones are shown."""


def on_platforms(platforms: Collection[str]) -> list[Vendor]:
    """The kinds of device that these platforms, as in `audience.targeted`, reach."""
    return [vendor for vendor in VENDORS.values() if vendor.platform in platforms]


def image_rules() -> dict[str, tuple[Vendor, ImageRules]]:
    """The wire path of each parameter that holds the address of an image -> whose it is."""
    return {
        vendor.image.path: (vendor, vendor.image) for vendor in VENDORS.values() if vendor.image
    }


def parameter_choices() -> dict[str, Mapping[str | int, Text]]:
    """Every parameter that takes one of a few values: wire path -> value -> meaning."""
    choices = dict(CHOICES)
    for vendor in VENDORS.values():
        choices.update(vendor.choices)
    return choices
