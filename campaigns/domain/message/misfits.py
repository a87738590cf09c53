"""Counts what differs from the page where very much does, before pydantic makes an object of each.

A list may hold a hundred thousand numbers, an object as many keys that the page does not know.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel

from campaigns.domain.translatable import PROBLEMS_TOLD, Unreadable, more_problems

from .errors import misfit_problem

Place = tuple[int | str, ...]


def refuse_many(part: type[BaseModel], body: Any) -> None:
    """Raises Unreadable if more than PROBLEMS_TOLD items of lists are no texts or keys unknown."""
    found = _misfits(part, body, ())
    first = [misfit_problem(place, kind) for place, kind in islice(found, PROBLEMS_TOLD)]
    more = sum(1 for _misfit in found)
    if more:
        raise Unreadable([*first, more_problems(more)])


def _misfits(part: type[BaseModel], value: Any, at: Place) -> Iterator[tuple[Place, str]]:
    """(place, pydantic's name of the error) of each unknown key, and item of a list that is no
    text."""
    if not isinstance(value, dict):
        return
    fields = {field.alias or name: field for name, field in part.model_fields.items()}
    for key, member in value.items():
        field = fields.get(key)
        if field is None:
            yield (*at, key), "extra_forbidden"
            continue
        kinds = get_args(field.annotation) or (field.annotation,)
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from _misfits(kind, member, (*at, key))
            elif getattr(kind, "__origin__", None) is list and isinstance(member, list):
                wrong = (n for n, item in enumerate(member) if not isinstance(item, str))
                yield from (((*at, key, n), "string_type") for n in wrong)
