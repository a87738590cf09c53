"""What a reviewer states to have looked at: one tick for each section of the review packet."""

from collections.abc import Collection
from enum import StrEnum

from campaigns.domain.translatable import Problem, Text, translatable


class ChecklistSection(StrEnum):
    CONTENT = "content"
    AUDIENCE = "audience"
    TIME = "time"


LABELS: dict[ChecklistSection, Text] = {
    ChecklistSection.CONTENT: translatable("Content"),
    ChecklistSection.AUDIENCE: translatable("Audience"),
    ChecklistSection.TIME: translatable("Time"),
}
STATEMENTS: dict[ChecklistSection, Text] = {
    ChecklistSection.CONTENT: translatable("I have read what every phone shows."),
    ChecklistSection.AUDIENCE: translatable("I have read whom it reaches."),
    ChecklistSection.TIME: translatable("I have read when it leaves, and on which clock."),
}
"""The sentence that is ticked."""


def ticked_sections(checked: Collection[str]) -> list[str]:
    """The sections among these words, in their own order."""
    return [section.value for section in ChecklistSection if section in checked]


def checklist_problems(checked: Collection[str]) -> list[Problem]:
    """One for each section that is not ticked, under `checked.<section>`."""
    return [
        Problem(
            f"checked.{section}",
            translatable(
                "Tick this before you approve: %(statement)s", statement=STATEMENTS[section]
            ),
        )
        for section in ChecklistSection
        if section not in checked
    ]
