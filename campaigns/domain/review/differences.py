"""Compare two bodies: parameter by parameter, word by word, and by a measure of similarity."""

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
"""Of longer texts, everything from the first to the last word that differs counts as replaced.
Ours: the comparison takes quadratic time."""


class Fate(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A part of a text that was kept, removed or added."""

    fate: Fate
    text: str


@dataclass(frozen=True)
class Difference:
    """A parameter in which two bodies differ: its wire path, and both values as on the wire; None
    means not set."""

    path: str
    before: Any
    after: Any

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The word-by-word comparison of two texts; () if a value is no text."""
        values = [self.before or "", self.after or ""]
        if not any(values) or not all(isinstance(value, str) for value in values):
            return ()
        return pieces(*values)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every parameter in which two bodies differ, in the order of the provider's page. 0 differs
    from not set."""
    pairs = ((leaf.path, at(before, leaf.path), at(after, leaf.path)) for leaf in leaves())
    return [
        Difference(path, old, new) for path, old, new in pairs if _as_json(old) != _as_json(new)
    ]


def _as_json(value: Any) -> str:
    """In Python True equals 1; on the wire they differ."""
    return json.dumps(value, sort_keys=True)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The kept, removed and added parts of two texts, in reading order; joined, the kept and
    removed ones are `before`, the kept and added ones `after`. Compares word by word, or character
    by character in scripts that write no spaces."""
    old, new = list(_words(before)), list(_words(after))
    head = _common_prefix(old, new)
    tail = _common_prefix(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    parts = [
        Piece(Fate.KEPT, "".join(old[:head])),
        *_compare_words(old[head:old_end], new[head:new_end]),
        Piece(Fate.KEPT, "".join(old[old_end:])),
    ]
    return tuple(part for part in parts if part.text)


def _words(text: str) -> Iterator[str]:
    """Split a text into words; joined again they are the text. Each space, sign and wide character
    is a word of its own."""
    word = ""
    for cluster in clusters(text):
        if cluster.isalnum() and width(cluster, Unit.HALF_WIDTH) == len(cluster):
            word += cluster
            continue
        if word:
            yield word
        yield cluster
        word = ""
    if word:
        yield word


def _common_prefix(old: list[str], new: list[str]) -> int:
    """How many words at the beginning are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (before, after) in pairs if before != after), min(len(old), len(new)))


def _compare_words(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Like `_blocks`, but a space between two changed words is part of the change."""
    removed = added = ""
    for is_equal, before, after in _blocks(old, new):
        if is_equal and not before.isspace():
            yield from (Piece(Fate.REMOVED, removed), Piece(Fate.ADDED, added))
            yield Piece(Fate.KEPT, before)
            removed = added = ""
        else:
            removed, added = removed + before, added + after
    yield from (Piece(Fate.REMOVED, removed), Piece(Fate.ADDED, added))


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """(is equal, old text, new text) for each block of words."""
    if max(len(old), len(new)) > WORDS_COMPARED:
        yield False, "".join(old), "".join(new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield tag == "equal", "".join(old[a:b]), "".join(new[c:d])


def similarity(body: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """How similar two bodies are in texts and audience, from 0 to 1: the Dice coefficient over
    words and audience conditions, counted with repetition. 0 if both are empty."""
    a, b = _features(body), _features(other)
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _features(body: Mapping[str, Any]) -> Counter[str]:
    words = (word for path in SEEN for word in _words(text_at(body, path)) if word.strip())
    conditions = (f"{path}={item}" for path in CONDITIONS for item in _items(at(body, path)))
    return Counter(words) + Counter(conditions)


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value in (None, "", False) else [value]
