"""Placeholders of templates, `{{name}}`: filled when a campaign is written, and only then.

What is filled in is taken as it is, so a value that looks like a placeholder is none of ours to
fill: it stays, and blocks the submission like any other that was forgotten.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from campaigns.domain.message.precedence import SEEN, text_at
from campaigns.domain.translatable import Problem, quote, translatable

from .problem import Candidate

PLACEHOLDER = re.compile(r"\{\{[ \t]*(\w+)[ \t]*\}\}")
PATHS = tuple(dict.fromkeys(SEEN))
"""Where placeholders count: titles and alerts, what people read."""


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in these texts, in order, each once."""
    return tuple(dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """With every placeholder that has a value replaced by it; "" counts as no value."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], "") or found[0], text)


def unfilled(candidate: Candidate) -> Iterator[Problem]:
    """A rule of `validation`: phones would show the braces."""
    for path in PATHS:
        for found in PLACEHOLDER.finditer(text_at(candidate.body, path)):
            text = translatable(
                "Write what stands for %(name)s, or remove it.", name=quote(found[0])
            )
            yield Problem(path, text)
            break


RULES = (unfilled,)
