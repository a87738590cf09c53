"""The steps of the compose page, each with its state."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.admin.forms.layout import NAMING, STEP_OF, STEPS
from campaigns.models import Campaign

REVIEW = "review"
NEVER_EMPTY = ("schedule", REVIEW)
"""An empty schedule is complete: it means as soon as approved."""


class StepState(StrEnum):
    DONE = "done"
    NEEDS_WORK = "needs-work"
    EMPTY = "empty"


@dataclass(frozen=True)
class ComposerStep:
    """`to_mend`: number of problems in the step."""

    slug: str
    state: StepState
    to_mend: int

    @property
    def title(self) -> Any:
        return STEPS[self.slug]

    @property
    def said(self) -> str:
        match self.state:
            case StepState.DONE:
                return _("Ready") if self.slug == REVIEW else _("Done")
            case StepState.EMPTY:
                return _("Empty")
        return ngettext("%(n)d to mend", "%(n)d to mend", self.to_mend) % {"n": self.to_mend}


def composer_steps(campaign: Campaign, problems: Iterable[str]) -> list[ComposerStep]:
    """`problems`: the field of each problem; a field of no step counts for the review."""
    counts = Counter(step_of(field) for field in problems)
    return [_step(slug, campaign, counts) for slug in STEPS]


def step_of(field: str) -> str:
    return STEP_OF.get(field, REVIEW)


def _step(slug: str, campaign: Campaign, problems: Counter[str]) -> ComposerStep:
    to_mend = problems.total() if slug == REVIEW else problems[slug]
    if slug not in NEVER_EMPTY and _is_empty(slug, campaign):
        return ComposerStep(slug, StepState.EMPTY, to_mend)
    return ComposerStep(slug, StepState.NEEDS_WORK if to_mend else StepState.DONE, to_mend)


def _is_empty(slug: str, campaign: Campaign) -> bool:
    names = [name for name, step in STEP_OF.items() if step == slug and name not in NAMING]
    return all(getattr(campaign, name) in (None, "", [], {}) for name in names)
