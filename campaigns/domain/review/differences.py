"""How two bodies differ, parameter by parameter and word by word, and how alike two are."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from campaigns.domain.message.precedence import SEEN, at, text_at
from campaigns.domain.message.shape import leaves
from campaigns.domain.text_width import Unit, clusters, width

CONDITIONS = tuple(leaf.path for leaf in leaves() if leaf.path.startswith("audience."))
WORDS_COMPARED = 1000
"""Longer texts are shown as replaced from the first word that differs to the last."""


class Fate(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A stretch of a text and what became of it."""

    fate: Fate
    text: str


@dataclass(frozen=True)
class Difference:
    """One parameter by its wire path; its values as on the wire, None where it is not set."""

    path: str
    before: Any
    after: Any

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """For texts: what was removed and added, in reading order; () for anything else."""
        values = [self.before or "", self.after or ""]
        if not any(values) or not all(isinstance(value, str) for value in values):
            return ()
        return pieces(*values)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every parameter in which two bodies differ, in the page's order. 0 differs from not set."""
    pairs = ((leaf.path, at(before, leaf.path), at(after, leaf.path)) for leaf in leaves())
    return [Difference(*pair) for pair in pairs if _exact(pair[1]) != _exact(pair[2])]


def _exact(value: Any) -> str:
    """Python takes True for 1; the wire does not."""
    return json.dumps(value, sort_keys=True)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts in one, word by word; where words are not parted by spaces, sign by sign."""
    old, new = list(_words(before)), list(_words(after))
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    middle = _compared(old[head : ends[0]], new[head : ends[1]])
    found = [Piece(Fate.KEPT, "".join(old[:head])), *middle]
    found.append(Piece(Fate.KEPT, "".join(old[ends[0] :])))
    return tuple(piece for piece in found if piece.text)


def _words(text: str) -> Iterator[str]:
    """Joined again they are the text. A space ends a word and is one itself."""
    word = ""
    for sign in clusters(text):
        if sign.isalnum() and width(sign, Unit.HALF_WIDTH) == len(sign):
            word += sign
            continue
        if word:
            yield word
        yield sign
        word = ""
    if word:
        yield word


def _shared(old: list[str], new: list[str]) -> int:
    """How many words at the beginning are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    """A space between two changed words is no word that stayed."""
    gone = come = ""
    for is_same, before, after in _stretches(old, new):
        if is_same and not before.isspace():
            yield from (Piece(Fate.REMOVED, gone), Piece(Fate.ADDED, come))
            yield Piece(Fate.KEPT, before)
            gone = come = ""
        else:
            gone, come = gone + before, come + after
    yield from (Piece(Fate.REMOVED, gone), Piece(Fate.ADDED, come))


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    if max(len(old), len(new)) > WORDS_COMPARED:
        yield False, "".join(old), "".join(new)
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield what == "equal", "".join(old[a:b]), "".join(new[c:d])


def similarity(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """0 to 1: how much two bodies have in common of what is read and who is addressed (Dice's
    coefficient over words and conditions, each as often as it stands there)."""
    a, b = _traits(one), _traits(other)
    together = a.total() + b.total()
    return 2 * (a & b).total() / together if together else 0.0


def _traits(body: Mapping[str, Any]) -> Counter[str]:
    words = (word for path in SEEN for word in _words(text_at(body, path)) if word.strip())
    conditions = (f"{path}={item}" for path in CONDITIONS for item in _items(at(body, path)))
    return Counter(words) + Counter(conditions)


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value in (None, "", False) else [value]
