"""The fields of the compose page in sections, each with its messages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.forms.utils import ErrorList

from campaigns.admin.components import image_panel
from campaigns.admin.forms import extras
from campaigns.admin.forms.layout import SECTIONS, FieldSection
from campaigns.domain.display import counters as display_counters
from campaigns.domain.validation import extras as validation_extras
from campaigns.lib import i18n

from .findings import Finding
from .page import LiveForm

EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class LimitLine:
    """One limit of a counter in words; `origin`: its source and date."""

    limit: display_counters.Limit

    @property
    def said(self) -> str:
        return i18n.render(self.limit.beyond)

    @property
    def origin(self) -> str:
        return f"{self.limit.source}, {self.limit.as_of}"


@dataclass(frozen=True)
class CounterLine:
    """A counter of characters with its limits."""

    counter: display_counters.Counter

    @property
    def limits(self) -> list[LimitLine]:
        return [LimitLine(limit) for limit in self.counter.limits]

    @property
    def over(self) -> list[LimitLine]:
        return [LimitLine(limit) for limit in self.counter.over]


@dataclass(frozen=True)
class FormLine:
    """A field and its messages. `rows`: the rows of extras, None if there are none."""

    field: BoundField
    problems: list[str]
    advice: list[str]
    counted: CounterLine | None = None
    image: image_panel.ImageState | None = None

    is_begun: bool = True

    @property
    def errors(self) -> ErrorList | tuple[()]:
        """Empty until the person has begun the field."""
        return self.field.errors if self.is_begun else ()

    @property
    def says(self) -> bool:
        return bool(self.errors or self.problems or self.advice)

    @property
    def is_extras(self) -> bool:
        return isinstance(self.field.field, extras.ExtrasField)

    @property
    def rows(self) -> list[validation_extras.ExtraRow] | None:
        return extras.rows(self.field)

    @property
    def has_something(self) -> bool:
        return bool(self.errors or self.problems or self.field.value() not in EMPTY)


@dataclass(frozen=True)
class FormSection:
    section: FieldSection
    lines: list[FormLine]

    @property
    def is_open(self) -> bool:
        return not self.section.folds or any(line.has_something for line in self.lines)


def form_sections(live: LiveForm, *, while_typing: bool = False) -> list[FormSection]:
    """`while_typing`: do not report missing values of a new draft yet."""
    problems, advice = _by_field(live.problems), _by_field(live.advice)
    counters = live.counters
    sections = []
    for section in SECTIONS:
        lines = [
            FormLine(
                live.form[name],
                _at(live, name, problems),
                advice.get(name, []),
                CounterLine(counters[name]) if name in counters else None,
                live.checks.of(name),
                not while_typing or _is_begun(live, name),
            )
            for name in section.fields
        ]
        sections.append(FormSection(section, lines))
    return sections


def _at(live: LiveForm, name: str, wrong: dict[str, list[str]]) -> list[str]:
    """Problems at this field; none if the form itself reports an error there."""
    if name in live.form.errors or not _is_begun(live, name):
        return []
    return wrong.get(name, [])


def _is_begun(live: LiveForm, name: str) -> bool:
    return bool(live.campaign.pk) or live.form[name].value() not in EMPTY


def _by_field(items: Iterable[Finding]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for item in items:
        texts[item.field].append(item.text)
    return texts
