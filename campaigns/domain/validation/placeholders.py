"""Placeholders of templates, `{{name}}`: filled once, when a campaign is written from a template.

A value that itself looks like a placeholder is not filled again: it blocks the submission, like a
placeholder that was left.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from campaigns.domain.message.precedence import SEEN, text_at
from campaigns.domain.translatable import Problem, quote, translatable

from .problem import Candidate

PLACEHOLDER = re.compile(r"\{\{[ \t]*(\w+)[ \t]*\}\}")
PATHS = tuple(dict.fromkeys(SEEN))
"""Wire paths in which placeholders are filled: titles and alerts."""


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of the placeholders in these texts, in order, each once."""
    return tuple(dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each placeholder replaced by its value; one without a value, or "", stays."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], "") or match[0], text)


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
