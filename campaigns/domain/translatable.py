"""Sentences for people, not yet translated: Text, lists of them, and problems that carry one.

`campaigns.lib.i18n` renders a Text in the reader's language. `manage.py makemessages` collects the
msgids from calls of `translatable` and `translatable_plural`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .text_width import cut

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
QUOTED_CHARACTERS = 60


@dataclass(frozen=True)
class Text:
    """A sentence to translate. `msgid` is English with placeholders `%(name)s`; `params` fill them
    and may be Texts themselves. With `plural`, `count` chooses between `msgid` and `plural`."""

    msgid: str
    params: dict[str, "str | int | datetime | Text"] = field(default_factory=dict)
    plural: str | None = None
    count: int = 1


def translatable(msgid: str, **params: str | int | datetime | Text) -> Text:
    """Mark a sentence for translation."""
    return Text(msgid, params)


def translatable_plural(
    singular: str, plural: str, count: int, **params: str | int | datetime | Text
) -> Text:
    """Mark a sentence whose form depends on a number; `%(count)d` is that number."""
    return Text(singular, {**params, "count": count}, plural, count)


Words = str | datetime | Text
"""An item of a list inside a sentence."""


LISTED = 30


def listed(items: Sequence[Words], last: str = "and") -> Words:
    """Join items for a sentence: `a`, `a and b`, `a, b and c`; with last="or": `a, b or c`. Beyond
    LISTED the number of the others stands for them: nobody reads a thousand, and each is a Text
    inside the next.

    `items` holds at least one.
    """
    more = len(items) - LISTED
    if more > 0:
        items = [*items[:LISTED], translatable_plural("%(count)d more", "%(count)d more", more)]
    if len(items) == 1:
        return items[0]
    start = items[0]
    for item in items[1:-1]:
        start = translatable("%(before)s, %(next)s", before=start, next=item)
    if last == "or":
        return translatable("%(before)s or %(next)s", before=start, next=items[-1])
    return translatable("%(before)s and %(next)s", before=start, next=items[-1])


def quote(value: object) -> str:
    """A value short and clean enough to stand in a sentence."""
    return cut(UNPRINTABLE.sub(REPLACEMENT, str(value)), QUOTED_CHARACTERS)


@dataclass(frozen=True)
class Problem:
    """One fault to mend. `field` is a wire path ("notification.ios.badge") or a field of the plan
    ("send_at", "audience_kind"); `text` says what to do, and names the number that is wrong."""

    field: str
    text: Text


WHOLE = "$"
"""The field of a Problem that is about the whole of what was given."""
PROBLEMS_TOLD = 50
"""How many problems are told at a time; nobody mends more before looking again. Ours."""
PLACE_CHARACTERS = 200
"""The longest path that is told: a key may be as long as the whole input. Ours."""


def place(path: str) -> str:
    """A path short enough to be told. It keeps its beginning, which names the field."""
    return path if len(path) <= PLACE_CHARACTERS else path[: PLACE_CHARACTERS - 1] + "…"


@dataclass(frozen=True)
class MoreProblems(Problem):
    """So many problems beside those that are told."""

    count: int = 1


def told(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first PROBLEMS_TOLD and, if there are more, one that says how many. What is not told is
    counted, never kept: half a million problems may come out of one megabyte."""
    first: list[Problem] = []
    more = 0
    for problem in problems:
        if isinstance(problem, MoreProblems):
            more += problem.count
        elif len(first) < PROBLEMS_TOLD:
            first.append(problem)
        else:
            more += 1
    return (*first, *([more_problems(more)] if more else []))


def more_problems(count: int) -> MoreProblems:
    text = translatable_plural(
        "Mend these first: there is %(number)s more problem.",
        "Mend these first: there are %(number)s more problems.",
        count,
        number=f"{count:,}",
    )
    return MoreProblems(WHOLE, text, count)


class Unreadable(Exception):
    """Input that cannot be read. `problems` holds what is `told` of them: where, and what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = told(problems)
        super().__init__("; ".join(f"{p.field}: {p.text.msgid}" for p in self.problems))
