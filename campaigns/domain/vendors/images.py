"""Which image a device shows beside a notification, and why it may not."""

from campaigns.domain.message.precedence import text_at
from campaigns.domain.translatable import Text, translatable

from .facts import Body
from .vendor import Vendor


def wanted_image(body: Body, vendor: Vendor) -> str:
    """The image that the body names for this kind of device, shown or not; "" for none."""
    return text_at(body, vendor.image.path) if vendor.image else ""


def shown_image(body: Body, vendor: Vendor) -> str:
    """The image that is shown; "" for none."""
    return "" if dropped_image(body, vendor) else wanted_image(body, vendor)


def dropped_image(body: Body, vendor: Vendor) -> Text | None:
    """Why a wanted image is not shown; None when it is, or none is wanted."""
    url, rules = wanted_image(body, vendor), vendor.image
    if not url or rules is None:
        return None
    why = rules.dropped(body) if rules.dropped else None
    if why is None and rules.https_only and not url.lower().startswith("https://"):
        return translatable("%(brand)s shows no image that is not https.", brand=vendor.brand)
    return why
