"""A comparison for reviewers: fields before and after, and the phones that look different."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.admin.components.send_windows import moment_with_offset
from campaigns.admin.forms.layout import SECTIONS
from campaigns.composer import message_columns
from campaigns.domain.review.differences import Difference, Fate, Piece, pieces
from campaigns.models import Campaign, Submission
from campaigns.preview import phones
from campaigns.preview.phones import PreviewPhone
from campaigns.review.comparison import Comparison

SECTION_OF = {field: section.title for section in SECTIONS for field in section.fields}


@dataclass(frozen=True)
class DifferenceRow:
    """One field; a side is () where the field is not set."""

    section: Any
    label: Any
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class PhonePair:
    """The same kind of phone before and after."""

    before: PreviewPhone
    after: PreviewPhone


@dataclass(frozen=True)
class ShownComparison:
    """`percent`: how much the two have in common, 0 to 100."""

    comparison: Comparison
    percent: int
    rows: list[DifferenceRow]
    pairs: list[PhonePair]


def shown_comparison(
    compared: Comparison | None,
    app_name: str,
    copies: Mapping[str, str],
    window: Submission | None = None,
) -> ShownComparison | None:
    """`window`: a submission whose send window is compared too; None leaves the window out."""
    if compared is None:
        return None
    rows = [_row(difference) for difference in compared.differences]
    if window is not None:
        rows += _times(compared.earlier, window)
    percent = int(compared.likeness * 100)
    return ShownComparison(compared, percent, rows, _pairs(compared, app_name, copies))


def _row(difference: Difference) -> DifferenceRow:
    column = message_columns.field_of(difference.path)
    before, after = _sides(difference)
    return DifferenceRow(SECTION_OF.get(column, ""), _label(column), before, after)


def _label(column: str) -> Any:
    return cast("Field[Any, Any]", Campaign._meta.get_field(column)).verbose_name


def _sides(difference: Difference) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = difference.before, difference.after
    if isinstance(before or after, list):
        return _listed(before or [], after or [])
    texts = difference.pieces or pieces(_value_text(before), _value_text(after))
    return (
        tuple(piece for piece in texts if piece.fate is not Fate.ADDED),
        tuple(piece for piece in texts if piece.fate is not Fate.REMOVED),
    )


def _listed(before: list[str], after: list[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Only the items that were added or removed; unchanged items become a count."""
    old, new = set(before), set(after)
    gone = [item for item in before if item not in new]
    come = [item for item in after if item not in old]
    if not gone and not come:
        return _piece(Fate.REMOVED, before), _piece(Fate.ADDED, after)
    same = len(after) - len(come)
    unchanged = ngettext("%(n)d unchanged", "%(n)d unchanged", same) % {"n": same}
    kept = (Piece(Fate.KEPT, f" ({unchanged})"),) if same else ()
    return (*_piece(Fate.REMOVED, gone), *kept), (*_piece(Fate.ADDED, come), *kept)


def _piece(fate: Fate, items: list[str]) -> tuple[Piece, ...]:
    return (Piece(fate, ", ".join(items)),) if items else ()


def _value_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("everyone") if value else _("not everyone")
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return str(value)


def _times(earlier: Submission, now: Submission) -> list[DifferenceRow]:
    """Rows for the two ends of the window, where they differ."""
    rows = []
    for name, empty in (("send_at", _("As soon as approved")), ("send_before", "")):
        old, new = (_moment(getattr(submission, name), empty) for submission in (earlier, now))
        if old != new:
            sides = (Piece(Fate.REMOVED, old),), (Piece(Fate.ADDED, new),)
            rows.append(DifferenceRow(SECTION_OF[name], _label(name), *sides))
    return rows


def _moment(at: datetime | None, empty: str) -> str:
    return moment_with_offset(at) if at else empty


def _pairs(compared: Comparison, app_name: str, copies: Mapping[str, str]) -> list[PhonePair]:
    """The kinds of phone that either body reaches and that show something different."""
    old = {phone.kind: phone for phone in phones.draw_phones(compared.before, app_name, copies)}
    new = phones.draw_phones(compared.body, app_name, copies)
    both = [PhonePair(old[phone.kind], phone) for phone in new]
    return [pair for pair in both if _looks(pair.before) != _looks(pair.after)]


def _looks(phone: PreviewPhone) -> PreviewPhone | None:
    """What a person can see on the phone, without where a text comes from and what only the app
    reads."""
    if not phone.is_targeted:
        return None
    seen = replace(phone.shown, extras=(), chain=(), title_from="", text_from="")
    return replace(phone, shown=seen)
