"""What a model says of a row before it is stored, and what may stand in an HTTP header."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from campaigns.domain.translatable import Problem, Text


def of_model(row: Model) -> list[Problem]:
    """What the model itself says of its columns, in the reader's language."""
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
    """May stand in an HTTP header: visible ASCII without white space, and not empty."""
    return bool(text) and all("!" <= character <= "~" for character in text)
