"""How much a draft may hold. It may break every rule of the page, but not these: they bound what it
costs its readers, in form, import, command line, copy, template and split alike. All are ours.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.domain.translatable import Problem, Text, translatable_plural

from .strict_json import MAX_BYTES

USER_IDS, LABELS = "audience_userid", "labels"
DRAFT_BYTES = MAX_BYTES
"""All columns of the content as JSON in UTF-8; a body may have 100 KB."""
DRAFT_IDS = 20_000
"""User ids: twenty times what one push takes, as many as a split divides."""
DRAFT_ITEMS = 1000
"""Items of any other list, and keys of extras."""
DRAFT_LABELS = 50
LABEL_BYTES = 4096
"""All labels together: a list of campaigns shows them."""


def problems(columns: Mapping[str, Any], *, whole: bool = True) -> Iterator[Problem]:
    """What is too much in these columns of a campaign, under the column's name. Without `whole`
    only what each column may hold, user ids of any length: a form that is to be split."""
    sizes = {name: _bytes(value) for name, value in columns.items()}
    too_many = [*_too_many(columns)]
    yield from too_many
    if too_many:
        return
    if sizes.get(LABELS, 0) > LABEL_BYTES:
        yield Problem(LABELS, _shorter(sizes[LABELS], LABEL_BYTES))
    if not whole:
        sizes.pop(USER_IDS, None)
    size = sum(sizes.values())
    if size > DRAFT_BYTES:
        largest = max(sizes, key=lambda name: sizes[name])
        yield Problem(largest, _shorter(size, DRAFT_BYTES))


def _too_many(columns: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in columns.items():
        limit = {USER_IDS: DRAFT_IDS, LABELS: DRAFT_LABELS}.get(name, DRAFT_ITEMS)
        if isinstance(value, list | dict) and len(value) > limit:
            yield Problem(name, _fewer(name, len(value), limit))


def _fewer(name: str, size: int, limit: int) -> Text:
    if name == USER_IDS:
        return translatable_plural(
            "Use a tag, or remove %(count)d user ID: a draft may have %(limit)d, it has %(size)d.",
            "Use a tag, or remove %(count)d user IDs: a draft may have %(limit)d, it has %(size)d.",
            size - limit,
            limit=limit,
            size=size,
        )
    return translatable_plural(
        "Remove %(count)d entry: a draft may have %(limit)d here, it has %(size)d.",
        "Remove %(count)d entries: a draft may have %(limit)d here, it has %(size)d.",
        size - limit,
        limit=limit,
        size=size,
    )


def _shorter(size: int, limit: int) -> Text:
    return translatable_plural(
        "Shorten this, or what else the draft holds, by %(count)d byte: it has %(size)d, the limit"
        " is %(limit)d.",
        "Shorten this, or what else the draft holds, by %(count)d bytes: it has %(size)d, the limit"
        " is %(limit)d.",
        size - limit,
        size=size,
        limit=limit,
    )


def _bytes(value: Any) -> int:
    """0 for what is empty; as JSON in UTF-8, which a form may still hold halves of emoji in."""
    if not value:
        return 0
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return len(text.encode("utf-8", "surrogatepass"))
