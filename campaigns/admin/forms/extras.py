"""Extras as rows of key and value, or as JSON: whichever was posted."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.domain.message.strict_json import parse
from campaigns.domain.translatable import PROBLEMS_TOLD, Unreadable, more_problems
from campaigns.domain.validation import extras
from campaigns.lib import i18n

from .fields import JSONObjectField, as_lf

ROWS_SHOWN = 100
"""Rows of one field that the form shows as such. Ours."""
Pairs = list[tuple[str, str]]
KEY, VALUE = "-key", "-value"
"""Suffixes of the field's name in the names of a row's inputs."""


class ExtrasWidget(forms.Textarea):
    """Reads the rows if any were posted: the page posts rows or JSON, never both."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if f"{name}{KEY}" not in data:
            return super().value_from_datadict(data, files, name)
        keys, values = data.getlist(f"{name}{KEY}"), data.getlist(f"{name}{VALUE}")
        return [(key, as_lf(value)) for key, value in zip(keys, values, strict=False)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Always False: a page whose rows were all removed posts nothing."""
        return False


class ExtrasField(JSONObjectField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", ExtrasWidget(attrs={"rows": 4, "class": "code"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dict[str, Any]:  # type: ignore[override]
        if not isinstance(value, list):
            return super().to_python(value)
        extras_typed, problems = extras.read_pairs(value)
        if problems:
            raise forms.ValidationError(_sentences(problems))
        return super().to_python(json.dumps(extras_typed))

    def prepare_value(self, value: Any) -> Any:
        return (
            _as_json(_written(value)) if isinstance(value, list) else super().prepare_value(value)
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Rows show numbers and booleans as text; an untouched row counts as unchanged."""
        if isinstance(data, list):
            return _written(data) != [
                (row.key, as_lf(row.value)) for row in extras.rows(initial or {})
            ]
        return super().has_changed(initial, data)


def rows(field: forms.BoundField) -> list[extras.ExtraRow] | None:
    """The rows of what is typed or stored; None if it is JSON but no object, or has more than
    ROWS_SHOWN: a form takes no more than some hundred fields, and JSON is quicker to read then."""
    shown = _rows(field)
    return shown if shown is None or len(shown) <= ROWS_SHOWN else None


def _rows(field: forms.BoundField) -> list[extras.ExtraRow] | None:
    value = field.data if field.form.is_bound else field.initial
    if isinstance(value, list):
        return [extras.ExtraRow(key, text) for key, text in _written(value)]
    if isinstance(value, str) and value.strip():
        try:
            value = parse(value.encode("utf-8", "surrogatepass"))
        except Unreadable:
            return None
    return extras.rows(value or {}) if isinstance(value or {}, dict) else None


def _written(pairs: Sequence[tuple[str, str]]) -> Pairs:
    return [(key, value) for key, value in pairs if key.strip() or value]


def _as_json(pairs: Pairs) -> str:
    """Keeps a key that occurs twice."""
    lines = [
        f"  {json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in pairs
    ]
    return "{\n" + ",\n".join(lines) + "\n}" if lines else ""


def _sentences(problems: Sequence[extras.ExtraRowProblem]) -> list[str]:
    more = len(problems) - PROBLEMS_TOLD
    sentences = [_sentence(problem) for problem in problems[:PROBLEMS_TOLD]]
    return [*sentences, i18n.render(more_problems(more).text)] if more > 0 else sentences


def _sentence(problem: extras.ExtraRowProblem) -> str:
    return _("Row %(row)d: %(text)s") % {"row": problem.row, "text": i18n.render(problem.text)}
