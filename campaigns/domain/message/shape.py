"""The shape of a `/push.json` body: keys and types, named as the provider's page names them.

Source: RongCloud "Send Push-only Notification to All Users", body parameters (read 2026-11).
`domain.validation` checks limits and combinations; a draft may break those.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from campaigns.domain.translatable import Problem, Unreadable, translatable

from .errors import misfit
from .misfits import refuse_many
from .strict_json import parse, without_unset


def _line_breaks_as_lf(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value


String = Annotated[str, AfterValidator(_line_breaks_as_lf)]
Strings = list[String]
Integer = Annotated[int, Field(ge=-(2**31), lt=2**31)]
Extras = dict[str, JsonValue]


class Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Audience(Part):
    tag: Strings | None = None
    tag_or: Strings | None = None
    userid: Strings | None = None
    packageName: String | None = None
    is_to_all: bool


class IOS(Part):
    title: String | None = None
    contentAvailable: Integer | None = None
    alert: String | None = None
    badge: Integer | None = None
    thread_id: String | None = Field(None, alias="thread-id")
    apns_collapse_id: String | None = Field(None, alias="apns-collapse-id")
    category: String | None = None
    richMediaUri: String | None = None
    interruption_level: String | None = Field(None, alias="interruption-level")
    extras: Extras | None = None


class Honor(Part):
    importance: String | None = None
    image: String | None = None


class HW(Part):
    channelId: String | None = None
    importance: String | None = None
    image: String | None = None
    category: String | None = None


class MI(Part):
    channelId: String | None = None
    large_icon_uri: String | None = None


class OPPO(Part):
    channelId: String | None = None
    category: String | None = None
    notify_level: Integer | None = None


class VIVO(Part):
    classification: String | None = None
    category: String | None = None


class FCM(Part):
    channelId: String | None = None
    collapse_key: String | None = None
    imageUrl: String | None = None


class Android(Part):
    alert: String | None = None
    honor: Honor | None = None
    hw: HW | None = None
    mi: MI | None = None
    oppo: OPPO | None = None
    vivo: VIVO | None = None
    fcm: FCM | None = None
    extras: Extras | None = None


class OHOS(Part):
    category: String | None = None
    image: String | None = None


class HarmonyOS(Part):
    alert: String | None = None
    ohos: OHOS | None = None
    extras: Extras | None = None


class Notification(Part):
    title: String | None = None
    forceShowPushContent: Integer | None = None
    alert: String | None = None
    ios: IOS | None = None
    android: Android | None = None
    harmonyOS: HarmonyOS | None = None


class Message(Part):
    platform: Strings | None = None
    audience: Audience
    notification: Notification = Field(default_factory=Notification)

    def wire(self) -> dict[str, Any]:
        """The body as JSON values under the page's own keys; what is not set is left out."""
        return self.model_dump(by_alias=True, exclude_none=True)


@dataclass(frozen=True)
class Leaf:
    """One parameter of the page: its path on the wire and the name of the field that keeps it."""

    path: str
    annotation: Any

    @property
    def field(self) -> str:
        """`notification.ios.thread-id` is kept as `ios_thread_id`."""
        return self.path.removeprefix("notification.").replace(".", "_").replace("-", "_")


@cache
def leaves() -> tuple[Leaf, ...]:
    """Every parameter of the page, in the page's order."""
    return tuple(_leaves(Message, ""))


def _leaves(part: type[BaseModel], prefix: str) -> Iterator[Leaf]:
    for name, field in part.model_fields.items():
        path = f"{prefix}{field.alias or name}"
        kinds = get_args(field.annotation) or (field.annotation,)
        parts = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Part)]
        if parts:
            yield from _leaves(parts[0], f"{path}.")
        else:
            yield Leaf(path, field.annotation)


def build(values: dict[str, Any]) -> Message:
    """A Message from values under their wire paths; None, "", [] and {} count as not set."""
    body: dict[str, Any] = {"audience": {}, "notification": {}}
    for path, value in values.items():
        if value is None or value in ("", [], {}):
            continue
        node = body
        *parents, key = path.split(".")
        for parent in parents:
            node = node.setdefault(parent, {})
        node[key] = value
    return from_wire(body)


def read_json(raw: bytes) -> tuple[Message, tuple[Problem, ...]]:
    """A Message and what was dropped as not set ("", [], {}), each with its path.

    Raises Unreadable, one sentence per fault with its JSON path, for anything that is not exactly
    this shape: bad UTF-8, duplicate or unknown keys, NaN, wrong types, an absent `is_to_all`.
    """
    body, dropped = without_unset(parse(raw))
    if not isinstance(body, dict):
        raise Unreadable(
            [Problem("$", translatable("The body must be one JSON object in braces."))]
        )
    return from_wire(body), dropped


def from_wire(body: dict[str, Any]) -> Message:
    """Raises Unreadable with the path of each key that is unknown, missing or of the wrong type."""
    refuse_many(Message, body)
    try:
        return Message.model_validate(body)
    except ValidationError as error:
        raise misfit(error) from error
