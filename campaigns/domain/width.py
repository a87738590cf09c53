"""How long a text is in a vendor's unit, and cutting it without breaking a visible sign."""

import unicodedata
from collections.abc import Iterator
from enum import StrEnum

ELLIPSIS = "…"
ZERO_WIDTH_JOINER = "\u200d"
MARKS = frozenset({"Mn", "Me", "Mc"})
"""General categories of what attaches to the character before it (variation selectors too)."""


class Unit(StrEnum):
    """`CODE_POINTS`: each counts 1. `HALF_WIDTH`: wide and full-width ones (CJK, emoji) count 2."""

    CODE_POINTS = "code points"
    HALF_WIDTH = "half-width"


def width(text: str, unit: Unit) -> int:
    """The length of `text` in `unit`."""
    if unit is Unit.CODE_POINTS or text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def cut(text: str, limit: int, unit: Unit = Unit.CODE_POINTS) -> str:
    """`text`, or as much of it as fits in `limit` together with the "…" that then ends it."""
    if width(text, unit) <= limit:
        return text
    kept, room = "", limit - len(ELLIPSIS)
    for cluster in clusters(text):
        room -= width(cluster, unit)
        if room < 0:
            break
        kept += cluster
    return kept + ELLIPSIS


def clusters(text: str) -> Iterator[str]:
    """The signs a reader sees: emoji joined by ZWJ, flags, and letters with their marks stay whole.

    A subset of Unicode's grapheme clusters (UAX 29), without Hangul jamo and Indic conjuncts.
    """
    cluster = ""
    for character in text:
        if cluster and not _joins(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _joins(cluster: str, character: str) -> bool:
    if cluster[-1] == ZERO_WIDTH_JOINER or character == ZERO_WIDTH_JOINER:
        return True
    if _is_flag_half(character):
        return len(cluster) == 1 and _is_flag_half(cluster)
    return unicodedata.category(character) in MARKS or _modifies_emoji(character)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _modifies_emoji(character: str) -> bool:
    """A skin tone, or a tag character as in the flag of Scotland."""
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_skin_tone or "\U000e0020" <= character <= "\U000e007f"
