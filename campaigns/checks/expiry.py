"""Refuses messages that expire: the life of a message would hang on the clocks of two machines, the
one that wrote the moment and the one that reads it."""

from collections.abc import Iterator, Sequence
from typing import Any

from celery import current_app
from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.translation import gettext_lazy as _

from .messages import CheckId, error

MOMENTS = ("expires", "eta", "countdown")
"""Options of a message that hold a moment."""


@register(Tags.security)
def check_expiry(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[Error]:
    names = sorted({*_dated_entries(), *_dated_tasks()})
    if not names:
        return []
    return [
        error(
            CheckId.DATED_MESSAGES,
            _("Remove expires, eta and countdown from %s.") % ", ".join(names),
            _("They compare the clocks of two machines: with one 2 s off, nothing is sent."),
        )
    ]


def _dated_entries() -> Iterator[str]:
    """Entries of beat, in Django's settings or in Celery's own."""
    for schedule in (getattr(settings, "CELERY_BEAT_SCHEDULE", {}), current_app.conf.beat_schedule):
        for name, entry in schedule.items():
            options = entry.get("options") or {}
            if any(options.get(moment) is not None for moment in MOMENTS):
                yield f"CELERY_BEAT_SCHEDULE[{name!r}]"


def _dated_tasks() -> Iterator[str]:
    tasks = current_app.tasks
    for name in tasks:
        if "campaigns." in name and getattr(tasks[name], "expires", None) is not None:
            yield name
