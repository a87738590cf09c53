"""The reviewer's checklist: one statement to tick for each section of the review page."""

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
"""The sentence that the reviewer ticks."""


def ticked_sections(checked: Collection[str]) -> list[str]:
    """The names of sections among `checked`, in the order of ChecklistSection."""
    return [section.value for section in ChecklistSection if section in checked]


def checklist_problems(checked: Collection[str]) -> list[Problem]:
    """One problem for each section that is not ticked; its field is `checked.<section>`."""
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
