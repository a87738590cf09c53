"""Sentences for a body whose keys or types differ from the provider's page."""

from collections.abc import Iterable

from pydantic import ValidationError

from campaigns.domain.translatable import Problem, Text, Unreadable, place, translatable


def misfit(error: ValidationError) -> Unreadable:
    """One sentence for each key that is unknown, missing or of the wrong type, with its path."""
    faults = error.errors(include_url=False, include_input=False)
    return Unreadable(misfit_problem(fault["loc"], fault["type"]) for fault in faults)


def misfit_problem(location: Iterable[int | str], kind: str) -> Problem:
    """The problem of one place; `kind` is pydantic's name of the error."""
    path = _path(location)
    return Problem(path, _sentence(kind, path))


def _path(location: Iterable[int | str]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return place(path.lstrip("."))


def _sentence(kind: str, path: str) -> Text:
    match kind:
        case "missing":
            return translatable("Add %(path)s: it must always be there.", path=path)
        case "extra_forbidden":
            return translatable(
                "Remove %(path)s: the provider's page knows no such key.", path=path
            )
        case "int_type":
            return translatable("Make %(path)s a whole number without quotes.", path=path)
        case "greater_than_equal" | "less_than":
            return translatable("Make %(path)s a number nearer to zero.", path=path)
        case "bool_type":
            return translatable("Make %(path)s true or false without quotes.", path=path)
        case "list_type":
            return translatable("Make %(path)s a list in square brackets.", path=path)
        case "dict_type" | "model_type":
            return translatable("Make %(path)s an object in braces.", path=path)
        case "string_type":
            return translatable("Make %(path)s a text in quotes.", path=path)
        case _:
            return translatable("Mend %(path)s: its type is not the one on the page.", path=path)
