"""Acme, a vendor that the product does not have, and its part of the message."""

from pydantic import Field

from campaigns.domain.message import shape
from campaigns.domain.message.audience import ANDROID
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Text
from campaigns.domain.vendors.facts import Body, DailyCap, ImageRules, LengthLimit
from campaigns.domain.vendors.vendor import DeviceKind, Vendor

PART = "notification.android.acme"
CHANNEL, IMAGE, STYLE = f"{PART}.channelId", f"{PART}.image", f"{PART}.style"


class Acme(shape.Part):
    channelId: shape.String | None = None
    image: shape.String | None = None
    style: shape.Integer | None = None


class Android(shape.Android):
    acme: Acme | None = None


class Notification(shape.Notification):
    android: Android | None = None


class Message(shape.Message):
    notification: Notification = Field(default_factory=Notification)


def _is_marketing(_body: Body) -> bool:
    return True


ACME = Vendor(
    kind=DeviceKind("acme"),
    brand="Acme",
    label=Text("Acme, by Flyme"),
    system="Flyme",
    platform=ANDROID,
    part=PART,
    length_limit=LengthLimit(title=20, text=30, unit=Unit.CODE_POINTS, source="made up"),
    image=ImageRules(IMAGE, source="made up", https_only=True),
    channel_path=CHANNEL,
    choices={STYLE: {1: Text("1: small"), 2: Text("2: big")}},
    cap=DailyCap(3, "made up"),
    marketing_rule=_is_marketing,
)
