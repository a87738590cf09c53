"""SOLO_MODE is for a team of one: where there are two, it only takes away the second look."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from campaigns import access


@register(Tags.database)
def solo_means_one(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if not settings.SOLO_MODE:
        return []
    return [warning for alias in databases or () for warning in _several(alias)]


def _several(alias: str) -> list[CheckMessage]:
    """Nothing before the first migration."""
    people = User.objects.with_perm(access.REVIEW, backend=access.BACKEND)
    try:
        count = people.using(alias).filter(is_active=True).count()
    except DatabaseError:
        return []
    text = _("SOLO_MODE is on, and %d people may review: switch it off.")
    return [Warning(text % count, id="campaigns.W001")] if count > 1 else []
