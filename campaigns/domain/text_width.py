"""Measure a text in a vendor's unit, and cut it between grapheme clusters."""

import unicodedata
from collections.abc import Iterator
from enum import StrEnum

import regex

ELLIPSIS = "…"


class Unit(StrEnum):
    """`CODE_POINTS`: each code point counts 1. `HALF_WIDTH`: wide and full-width code points (CJK,
    emoji) count 2, others 1."""

    CODE_POINTS = "code points"
    HALF_WIDTH = "half-width"


def width(text: str, unit: Unit) -> int:
    """The length of `text` in `unit`."""
    if unit is Unit.CODE_POINTS or text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(point) in "WF" for point in text)


def cut(text: str, limit: int, unit: Unit = Unit.CODE_POINTS) -> str:
    """`text` if it is at most `limit` wide; otherwise as many whole clusters as fit before "…"."""
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
    """The extended grapheme clusters (UAX 29), one for each character that a reader sees. Joined
    emoji, flags, Hangul syllables, Indic conjuncts and letters with their marks stay whole."""
    return (match.group() for match in _CLUSTER.finditer(text))


_CLUSTER = regex.compile(r"\p{RI}{2}[\p{GCB=EX}\p{GCB=ZWJ}\p{GCB=SM}]*|\X")
"""Flags have a branch of their own to stay linear: in a row of flags, `\\X` goes back to the first
one from each of them (regex 2026.11.19: 15 s for 32 Ki flags)."""
