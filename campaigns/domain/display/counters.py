"""The length of each text of a body, held against every limit that applies to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from campaigns.domain.message.audience import IOS, targeted
from campaigns.domain.message.precedence import (
    ALERT,
    ALERTS,
    SEEN,
    TITLE,
    TITLES,
    choose,
    ios_bytes,
    text_at,
)
from campaigns.domain.message.shape import from_wire
from campaigns.domain.provider.limits import (
    AS_OF,
    IOS_BYTES,
    IOS_BYTES_ADVICE,
    PAGE,
    TITLE_CHARACTERS,
)
from campaigns.domain.text_width import Unit, width
from campaigns.domain.translatable import Text, translatable
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import Vendor

BYTES = "bytes"
APPLE = "Apple, Generating a remote notification"


class Level(StrEnum):
    """`AMBER`: some device cuts or drops the text. `RED`: the campaign cannot be submitted."""

    OK = "ok"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Limit:
    """One limit of one text; `used` and `limit` are in `unit`, a `Unit` or BYTES.

    `vendor`: whose limit it is, None for the provider's. `is_hard`: a longer text cannot be
    submitted. `beyond` says what happens to a longer text, whether this one is longer or not.
    """

    used: int
    limit: int
    unit: str
    is_hard: bool
    vendor: Vendor | None
    beyond: Text
    source: str
    as_of: str = AS_OF

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def level(self) -> Level:
        if not self.is_over:
            return Level.OK
        return Level.RED if self.is_hard else Level.AMBER


@dataclass(frozen=True)
class Counter:
    """One text under its wire `path`; `used` is in code points, hard limits come first."""

    path: str
    used: int
    limits: tuple[Limit, ...]

    @property
    def hard(self) -> int | None:
        """The most code points that may be submitted; None where only bytes or nothing limits."""
        limits = (limit.limit for limit in self.limits if limit.is_hard and limit.unit != BYTES)
        return next(limits, None)

    @property
    def level(self) -> Level:
        levels = {limit.level for limit in self.limits}
        return next((level for level in (Level.RED, Level.AMBER) if level in levels), Level.OK)

    @property
    def over(self) -> tuple[Limit, ...]:
        """The limits that the text exceeds, hard ones first."""
        return tuple(limit for limit in self.limits if limit.is_over)


def counters(body: Mapping[str, Any]) -> list[Counter]:
    """One Counter per text of a `/push.json` body, set or not, in the order of `precedence.SEEN`.

    A general text is held against the vendors that are reached and would show it, or against all
    while no platform is ticked. Raises Unreadable for a body that does not have the page's shape.
    """
    reached = targeted(from_wire(dict(body)))
    return [_counter(body, path, reached) for path in SEEN]


def _counter(body: Mapping[str, Any], path: str, reached: tuple[str, ...]) -> Counter:
    text = text_at(body, path)
    limits = list(_provider_limits(path, text))
    for vendor in VENDORS.values():
        if not _counts(body, path, vendor, reached):
            continue
        if vendor.platform == IOS and _is_for_ios(body, path):
            limits += _payload_limits(vendor, ios_bytes(body))
        limits += _length_limits(vendor, path, text)
    return Counter(path, len(text), tuple(sorted(limits, key=lambda limit: not limit.is_hard)))


def _counts(body: Mapping[str, Any], path: str, vendor: Vendor, reached: tuple[str, ...]) -> bool:
    """Whether this vendor would show the text of `path`: no text that comes first is set."""
    platform = vendor.platform
    if path in (TITLE, ALERT) and platform not in (reached or (platform,)):
        return False
    for paths in (TITLES[platform], ALERTS[platform]):
        if path in paths:
            return not choose(body, paths[: paths.index(path)]).path
    return False


def _is_for_ios(body: Mapping[str, Any], path: str) -> bool:
    return path in (choose(body, TITLES[IOS]).path, choose(body, ALERTS[IOS]).path)


def _provider_limits(path: str, text: str) -> Iterator[Limit]:
    if path == TITLE:
        beyond = translatable(
            "A title over %(limit)d characters cannot be sent.", limit=TITLE_CHARACTERS
        )
        yield Limit(len(text), TITLE_CHARACTERS, Unit.CODE_POINTS, True, None, beyond, PAGE)


def _payload_limits(vendor: Vendor, size: int) -> Iterator[Limit]:
    """Title, text and extras together; `near` is the last size without advice."""
    near = IOS_BYTES_ADVICE - 1
    refused = translatable(
        "Over %(limit)d bytes of title, text and extras iOS takes nothing.", limit=IOS_BYTES
    )
    yield Limit(size, IOS_BYTES, BYTES, True, vendor, refused, APPLE)
    unsure = translatable(
        "Over %(limit)d bytes of title, text and extras iOS may refuse it: RongCloud adds some.",
        limit=near,
    )
    yield Limit(size, near, BYTES, False, vendor, unsure, APPLE)


def _length_limits(vendor: Vendor, path: str, text: str) -> Iterator[Limit]:
    known = vendor.length_limit
    limit = known.title if path in TITLES[vendor.platform] else known.text
    if limit is not None:
        used, beyond = width(text, known.unit), _beyond(vendor, limit)
        yield Limit(used, limit, known.unit, False, vendor, beyond, known.source, known.as_of)


def _beyond(vendor: Vendor, limit: int) -> Text:
    brand, known = vendor.brand, vendor.length_limit
    match (known.refuses, known.unit):
        case (True, Unit.HALF_WIDTH):
            return translatable(
                "%(brand)s may refuse what is over %(limit)d wide; a Chinese character counts 2.",
                brand=brand,
                limit=limit,
            )
        case (True, _):
            return translatable(
                "%(brand)s may refuse what is over %(limit)d characters.", brand=brand, limit=limit
            )
        case (False, Unit.HALF_WIDTH):
            return translatable(
                "%(brand)s cuts what is over %(limit)d wide; a Chinese character counts 2.",
                brand=brand,
                limit=limit,
            )
    return translatable(
        "%(brand)s cuts what is over %(limit)d characters.", brand=brand, limit=limit
    )
