"""The limits of a draft, of the columns that are to be stored."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from campaigns.access import NotAllowed
from campaigns.domain.message import draft_limits
from campaigns.domain.translatable import Problem, translatable
from campaigns.models import CONTENT_COLUMNS, Campaign

SIZED = (*CONTENT_COLUMNS, draft_limits.LABELS)
"""The columns that may be of any size; the others have a length of their own."""

SHOWN_ITEMS = 50
"""Entries of a list, or keys of extras, that are shown of what is too large. Ours."""
SHOWN_CHARACTERS = 2000


def size_problems(campaign: Campaign) -> list[Problem]:
    """What is too much in a stored draft: one of an earlier release."""
    return list(draft_limits.problems(_stored(campaign)))


def cut_if_too_large(campaign: Campaign) -> list[Problem]:
    """`size_problems`; if there are any, only a part of the content stays on this object, to show.
    Do not write it: a service reads the row anew."""
    problems = size_problems(campaign)
    if problems:
        cut(campaign)
    return problems


def cut(campaign: Campaign) -> None:
    for name in SIZED:
        setattr(campaign, name, _beginning(getattr(campaign, name)))


def _beginning(value: Any) -> Any:
    match value:
        case str():
            return value[:SHOWN_CHARACTERS]
        case list():
            return [_beginning(item) for item in value[:SHOWN_ITEMS]]
        case dict():
            first = islice(value.items(), SHOWN_ITEMS)
            return {key[:SHOWN_CHARACTERS]: _beginning(item) for key, item in first}
        case _:
            return value


def require_size(columns: Mapping[str, Any], stored: Campaign | None = None) -> None:
    """Raises NotAllowed if a draft with these columns, on top of those of `stored`, is too much."""
    before = _stored(stored) if stored else {}
    sized = before | {name: columns[name] for name in SIZED if name in columns}
    problems = list(draft_limits.problems(sized))
    if problems:
        raise NotAllowed(
            translatable("Make the draft smaller: everybody who reads it has to wait."), problems
        )


def _stored(campaign: Campaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in SIZED}
