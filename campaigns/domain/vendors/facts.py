"""The kinds of facts that a vendor's file states, each with its source and date."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from campaigns.domain.image_header import Image, ImageType
from campaigns.domain.provider.limits import AS_OF
from campaigns.domain.scheduling.window import hours_hold
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Text

Body = Mapping[str, Any]
"""A `/push.json` body. It may be anybody's: what is missing or of a wrong type is not set."""


@dataclass(frozen=True)
class Advice:
    """One piece of advice. `field` is a wire path, or "send_at"; `text` is one sentence; `source`
    says who claims it, and `as_of` the month ("2026-11") in which the source was read."""

    field: str
    text: Text
    source: str
    as_of: str = AS_OF


@dataclass(frozen=True)
class LengthLimit:
    """The longest title and text that get through, in `unit`; None: no number is known.

    `refuses`: the vendor may drop the whole notification when it is longer, rather than cut it.
    """

    title: int | None
    text: int | None
    unit: Unit
    source: str
    refuses: bool = True
    as_of: str = AS_OF


@dataclass(frozen=True)
class MessageClass:
    """The parameter under `path` that tells service from marketing, and its known values.

    `silences`: marketing arrives without sound, and so does a push of no class; then `unset_note`
    says so of a push of no class, where the usual sentence does not fit. `advice`: what to say of
    a marketing class instead of "shows marketing silently".
    """

    path: str
    service: frozenset[str]
    marketing: frozenset[str]
    source: str
    silences: bool = False
    unset_note: Text | None = None
    advice: Text | None = None
    as_of: str = AS_OF


@dataclass(frozen=True)
class DailyCap:
    """The number of marketing pushes that one device shows on a natural day."""

    a_day: int
    source: str
    as_of: str = AS_OF


@dataclass(frozen=True)
class Night:
    """Hours with restrictions, from `start` to before `end` in local time; over midnight when
    `end` is the smaller. `marketing_only`: service messages are not restricted."""

    start: time
    end: time
    advice: Text
    source: str
    marketing_only: bool = False
    as_of: str = AS_OF

    def holds(self, clock: time) -> bool:
        return hours_hold(self.start, self.end, clock)


@dataclass(frozen=True)
class ByteLimit:
    """An image must have fewer bytes than `bytes`."""

    bytes: int
    source: str
    as_of: str = AS_OF


@dataclass(frozen=True)
class ImageRules:
    """The image beside a notification, its address under `path`.

    `types` empty: no list is known. `byte_limits`: the largest first, the first that is reached is
    named. `dropped` says why a device does not show the image of a body. `pixel_advice` yields a
    sentence and its source. `note` stands beside every image of this vendor.
    """

    path: str
    source: str
    https_only: bool = False
    types: tuple[ImageType, ...] = ()
    byte_limits: tuple[ByteLimit, ...] = ()
    dropped: Callable[[Body], Text | None] | None = None
    pixel_advice: Callable[[Image], Iterator[tuple[Text, str]]] | None = None
    note: Text | None = None
    as_of: str = AS_OF
