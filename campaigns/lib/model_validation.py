"""Validates rows by their model's own rules, and values of HTTP headers."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from campaigns.domain.translatable import Problem, Text


def of_model(row: Model) -> list[Problem]:
    """The problems that `row.full_clean` finds, in the active language."""
    try:
        row.full_clean()
    except ValidationError as error:
        return [
            Problem(field, Text(sentence))
            for field, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return []


def is_header_word(text: str) -> bool:
    """True for visible ASCII without white space: what may stand in an HTTP header."""
    return bool(text) and all("!" <= character <= "~" for character in text)
