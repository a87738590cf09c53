"""Sentences for people, not yet translated: Text, lists of them, and problems that carry one.

`campaigns.lib.i18n` renders a Text in the reader's language. `manage.py makemessages` collects the
msgids from calls of `translatable` and `translatable_plural`.
"""

import re
from collections.abc import Sequence
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


def listed(items: Sequence[Words], last: str = "and") -> Words:
    """Join items for a sentence: `a`, `a and b`, `a, b and c`; with last="or": `a, b or c`.

    `items` holds at least one.
    """
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


class Unreadable(Exception):
    """Input that cannot be read. `problems` holds one Problem for each fault: where, and what to
    do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.field}: {p.text.msgid}" for p in problems))
        self.problems = tuple(problems)
