"""Texts that a regular expression takes longest for, taken from its own source text.

A slow match repeats what one part of the pattern accepts and another part accepts too, behind what
the pattern wants first, and in the end disappoints it. So each text is a start, a word repeated,
and an end; all three are made of what the pattern's parts accept.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from tests.security.pattern_text import PLACES, Alphabet, tokens

_GROUP_WORDS = 24
_PUMPED = 3
"""So many neighbours are repeated together, and every number of the first ones."""


@dataclass(frozen=True)
class Worst:
    """`start`, then `word` again and again, then `end`."""

    start: str
    word: str
    end: str

    def text(self, size: int) -> str:
        return self.start + self.word * (size // len(self.word)) + self.end


@dataclass
class _Part:
    """What one atom or group accepts, the likeliest first; `inside` are a group's branches."""

    words: list[str]
    inside: list[list["_Part"]] = field(default_factory=list)
    repeated: bool = False

    @property
    def literal(self) -> bool:
        return len(self.words) == 1 and not self.inside and not self.repeated


def worst_words(pattern: "re.Pattern[Any]", *, anywhere: bool) -> list[Worst]:
    """Each once. `anywhere`: the match may begin at any place, so the start may be missing.

    ValueError: a part of the pattern's syntax that this cannot read.
    """
    branches = _Reader(pattern).branches()
    miss = Alphabet(pattern).miss()
    found: dict[Worst, None] = {}
    for start, word in _pumps(branches, ""):
        for first in {start, ""} if anywhere else {start}:
            for end in {"", miss}:
                found[Worst(first, word, end)] = None
    return list(found)


def _pumps(branches: list[list[_Part]], before: str) -> Iterator[tuple[str, str]]:
    """Pairs of a start and the word to repeat behind it."""
    for branch in branches:
        usual = [part.words[0] for part in branch]
        for first, last in combinations(range(len(branch) + 1), 2):
            if last - first <= _PUMPED or first == 0:
                word = "".join(usual[first:last])
                yield from _pair(before + "".join(usual[:first]), [word])
        for place, part in enumerate(branch):
            start = before + "".join(usual[:place])
            yield from _pair(start, part.words)
            after = branch[place + 1].words[1:] if place + 1 < len(branch) else []
            yield from _pair(start, (usual[place] + word for word in after))
            yield from _pumps(part.inside, start)
    yield from _pair(before, ["".join(_examples(branches))])


def _pair(start: str, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((start, word) for word in words if word)


def _examples(branches: list[list[_Part]]) -> list[str]:
    """The usual word of each branch, then those with one part in another of its forms."""
    usual = [[part.words[0] for part in branch] for branch in branches]
    found = dict.fromkeys("".join(words) for words in usual)
    for branch, words in zip(branches, usual, strict=True):
        for place, part in enumerate(branch):
            for other in part.words[1:]:
                found["".join([*words[:place], other, *words[place + 1 :]])] = None
    return list(found)[:_GROUP_WORDS]


class _Reader:
    """The parts of a pattern, in the order of its text."""

    def __init__(self, pattern: "re.Pattern[Any]") -> None:
        self._alphabet = Alphabet(pattern)
        self._tokens = tokens(pattern)
        self._at = 0

    def branches(self) -> list[list[_Part]]:
        """Up to the closing bracket, or the end."""
        found: list[list[_Part]] = [[]]
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.lastgroup == "close":
                break
            if token.lastgroup == "bar":
                found.append([])
            elif token.lastgroup == "repeat":
                _repeat(found[-1][-1], token)
            else:
                found[-1].append(self._part(token))
        return [_joined(branch) for branch in found]

    def _part(self, token: "re.Match[str]") -> _Part:
        if token.lastgroup in ("open", "look"):
            inside = self.branches()
            words = _examples(inside)
            return _Part(["", *words] if token.lastgroup == "look" else words, inside)
        if token[0] in PLACES:
            return _Part([""])
        return _Part(self._alphabet.members(token[0]))


def _joined(branch: list[_Part]) -> list[_Part]:
    """With each run of literals as one part."""
    found: list[_Part] = []
    for part in branch:
        if found and part.literal and found[-1].literal:
            found[-1] = _Part([found[-1].words[0] + part.words[0]])
        else:
            found.append(part)
    return found


def _repeat(part: _Part, token: "re.Match[str]") -> None:
    least = int(token["least"] or 0)
    part.repeated = True
    part.words = [word * max(least, 1) for word in part.words]
    if token[0][0] in "*?" or token["least"] == "0":
        part.words.append("")
