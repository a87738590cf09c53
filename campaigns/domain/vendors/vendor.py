"""One vendor: its facts as data, and as pure functions of a `/push.json` body."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from campaigns.domain.message.precedence import text_at
from campaigns.domain.translatable import Problem, Text

from .facts import Advice, Body, DailyCap, ImageRules, LengthLimit, MessageClass, Night
from .prominence import Prominence

DeviceKind = NewType("DeviceKind", str)
"""The name of a kind of device in the database and in style sheets, such as "fcm"."""


def _nothing(_body: Body) -> Iterator[Any]:
    return iter(())


@dataclass(frozen=True, kw_only=True, eq=False)
class Vendor:
    """One kind of device. Paths are wire paths, "" where the vendor has no such parameter.

    `brand` names it to people; `label` heads its section of a form; `system` is the vendor's name
    of the system whose look is drawn; `platform` is the value of `audience.targeted` that reaches
    it; `part` is the path of its own object. `class_paths`: the parameters that decide class and
    prominence, for which an application may have defaults beside the channel.
    """

    kind: DeviceKind
    brand: str
    label: Text
    system: str
    platform: str
    part: str
    length_limit: LengthLimit
    image: ImageRules | None = None
    channel_path: str = ""
    category_path: str = ""
    classification_path: str = ""
    collapse_path: str = ""
    class_paths: tuple[str, ...] = ()
    choices: Mapping[str, Mapping[str | int, Text]] = field(default_factory=dict)
    """Wire path -> the values that the page allows -> what each means."""
    message_class: MessageClass | None = None
    cap: DailyCap | None = None
    cap_without_channel: DailyCap | None = None
    night: Night | None = None

    marketing_rule: Callable[[Body], bool] | None = None
    """Replaces the default of `is_marketing`."""
    prominence_rule: Callable[[Body], Prominence] | None = None
    """Replaces the default of `prominence`."""
    notes: Callable[[Body], Iterator[Text]] = _nothing
    """What the vendor does to this body, in sentences beside the preview."""
    advice: Callable[[Body], Iterator[Advice]] = _nothing
    problems: Callable[[Body], Iterator[Problem]] = _nothing
    """What the vendor refuses; blocks a submission."""

    @property
    def default_paths(self) -> frozenset[str]:
        """The parameters for which an application may have a default."""
        return frozenset({self.channel_path, *self.class_paths} - {""})

    def is_marketing(self, body: Body) -> bool:
        """Whether the vendor counts it as marketing: without a rule of its own, whatever is not
        of a service class; False for a vendor that has no classes."""
        if self.marketing_rule is not None:
            return self.marketing_rule(body)
        known = self.message_class
        return known is not None and text_at(body, known.path) not in known.service

    def prominence(self, body: Body) -> Prominence:
        """How the push shows on a device that has its vendor's default settings."""
        if self.prominence_rule is not None:
            return self.prominence_rule(body)
        return Prominence.LIST_ONLY if self.is_silenced(body) else Prominence.NORMAL

    def is_silenced(self, body: Body) -> bool:
        """Whether the class of the message takes its sound away."""
        known = self.message_class
        return known is not None and known.silences and self.is_marketing(body)

    def daily_cap(self, body: Body) -> DailyCap | None:
        if self.cap_without_channel is not None and not text_at(body, self.channel_path):
            return self.cap_without_channel
        return self.cap
