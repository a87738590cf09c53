"""Sentences about the fields of a campaign: its problems and its advice."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.composer import message_columns
from campaigns.domain.advice.context import Advice
from campaigns.domain.translatable import Problem
from campaigns.lib import i18n


@dataclass(frozen=True)
class FieldNote:
    """`field` is the form's name for the field, "" for the whole campaign."""

    field: str
    text: str


def field_notes(items: Iterable[Problem | Advice]) -> list[FieldNote]:
    return [
        FieldNote(message_columns.field_of(item.field), i18n.render(item.text)) for item in items
    ]
