"""Android phones with Google's services, reached through Firebase Cloud Messaging."""

from campaigns.domain.message.audience import ANDROID
from campaigns.domain.provider.limits import PAGE
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import translatable

from .facts import ByteLimit, ImageRules, LengthLimit
from .vendor import DeviceKind, Vendor

PART = "notification.android.fcm"
IMAGE = f"{PAGE}; Firebase, send an image"

FCM = Vendor(
    kind=DeviceKind("fcm"),
    brand="Android (FCM)",
    label=translatable("FCM (Google)"),
    system="Pixel",
    platform=ANDROID,
    part=PART,
    length_limit=LengthLimit(
        title=None,
        text=597,
        unit=Unit.CODE_POINTS,
        source="Braze, message formats",
        refuses=False,
    ),
    image=ImageRules(
        f"{PART}.imageUrl",
        source=IMAGE,
        byte_limits=(ByteLimit(1024 * 1024, IMAGE),),
    ),
    channel_path=f"{PART}.channelId",
    collapse_path=f"{PART}.collapse_key",
)
