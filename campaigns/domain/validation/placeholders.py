"""Placeholders of templates, `{{name}}`: filled once, when a campaign is written from a template.

A value that itself looks like a placeholder is not filled again: it blocks the submission, like a
placeholder that was left.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from campaigns.domain.message.draft_limits import DRAFT_BYTES
from campaigns.domain.message.precedence import SEEN, text_at
from campaigns.domain.translatable import Problem, quote, translatable

from .problem import Candidate

PLACEHOLDER = re.compile(r"\{\{[ \t]*(\w+)[ \t]*\}\}")
PATHS = tuple(dict.fromkeys(SEEN))
"""Wire paths in which placeholders are filled: titles and alerts."""


MAX_NAMES = 50
"""The most placeholders that are asked for, and the characters of their names: each is a field of a
form. Ours. What is beyond stays in the text and blocks the submission."""
NAME_CHARACTERS = 100


class TooLong(Exception):
    """The values make the text too long; `text` says what to do."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} characters")
        self.text = translatable(
            "Shorten the values: with them the text has %(size)d characters, the limit is"
            " %(limit)d.",
            size=size,
            limit=limit,
        )


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of the placeholders in these texts, in order, each once, at most MAX_NAMES."""
    found = (match[1] for text in texts for match in PLACEHOLDER.finditer(text))
    short = dict.fromkeys(name for name in found if len(name) <= NAME_CHARACTERS)
    return tuple(islice(short, MAX_NAMES))


def fill(text: str, values: Mapping[str, str], limit: int = DRAFT_BYTES) -> str:
    """`text` with each placeholder replaced by its value; one without a value, or "", stays. Raises
    TooLong, before it is made, for a text of more than `limit` characters."""

    def filled(match: re.Match[str]) -> str:
        return values.get(match[1], "") or match[0]

    more = sum(len(filled(match)) - len(match[0]) for match in PLACEHOLDER.finditer(text))
    if len(text) + more > limit:
        raise TooLong(len(text) + more, limit)
    return PLACEHOLDER.sub(filled, text)


def unfilled(candidate: Candidate) -> Iterator[Problem]:
    """No placeholder is left: phones would show the braces."""
    for path in PATHS:
        match = PLACEHOLDER.search(text_at(candidate.body, path))
        if match is not None:
            text = translatable(
                "Write what stands for %(name)s, or remove it.", name=quote(match[0])
            )
            yield Problem(path, text)


RULES = (unfilled,)
