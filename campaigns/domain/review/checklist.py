"""What a reviewer states to have looked at: one tick for each section of the review packet."""

from collections.abc import Collection
from enum import StrEnum

from campaigns.domain.translatable import Problem, Text, translatable


class Section(StrEnum):
    CONTENT = "content"
    AUDIENCE = "audience"
    TIME = "time"


LABELS: dict[Section, Text] = {
    Section.CONTENT: translatable("Content"),
    Section.AUDIENCE: translatable("Audience"),
    Section.TIME: translatable("Time"),
}
STATEMENTS: dict[Section, Text] = {
    Section.CONTENT: translatable("I have read what every phone shows."),
    Section.AUDIENCE: translatable("I have read whom it reaches."),
    Section.TIME: translatable("I have read when it leaves, and on which clock."),
}
"""The sentence that is ticked."""


def ticked_sections(checked: Collection[str]) -> list[str]:
    """The sections among these words, in their own order."""
    return [section.value for section in Section if section in checked]


def checklist_problems(checked: Collection[str]) -> list[Problem]:
    """One for each section that is not ticked, under `checked.<section>`."""
    return [
        Problem(
            f"checked.{section}",
            translatable(
                "Tick this before you approve: %(statement)s", statement=STATEMENTS[section]
            ),
        )
        for section in Section
        if section not in checked
    ]
