"""Warns where SOLO_MODE is on although two or more people may review."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Tags, register
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from campaigns import access

from .messages import CheckId, warning


@register(Tags.database)
def check_solo_mode(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if not settings.SOLO_MODE:
        return []
    return [message for alias in databases or () for message in _messages(alias)]


def _messages(alias: str) -> list[CheckMessage]:
    """None before the first migration."""
    reviewers = User.objects.with_perm(access.REVIEW, backend=access.BACKEND)
    try:
        count = reviewers.using(alias).filter(is_active=True).count()
    except DatabaseError:
        return []
    text = _("SOLO_MODE is on, and %d people may review: switch it off.")
    return [warning(CheckId.SOLO_MODE, text % count)] if count > 1 else []
