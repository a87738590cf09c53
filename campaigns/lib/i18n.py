"""Renders sentences of the domain in the active language, and times in the active zone."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext, override

from campaigns.domain.translatable import Text


def render(text: Text | str | datetime) -> str:
    """The sentence in the active language; a datetime as `moment` shows it."""
    if isinstance(text, str):
        return text
    if isinstance(text, datetime):
        return moment(text)
    if text.plural is None:
        template = gettext(text.msgid)
    else:
        template = ngettext(text.msgid, text.plural, text.count)
    if not text.params:
        return template
    return template % {name: _value(value) for name, value in text.params.items()}


def english(text: Text | str) -> str:
    """The sentence in English, for logs and for the JSON of the command line."""
    with override("en"):
        return render(text)


later = lazy(render, str)
"""A lazy `render`, for labels that are made at import."""


def moment(at: datetime) -> str:
    """`2026-11-23 16:05 (Asia/Shanghai)`: day, minute and the active time zone."""
    zone = timezone.get_current_timezone_name()
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'Y-m-d H:i')} ({zone})"


def _value(value: str | int | datetime | Text) -> str | int:
    return value if isinstance(value, int) else render(value)
