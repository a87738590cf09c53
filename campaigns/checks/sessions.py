"""Checks that PostgreSQL ends what a dead or slow client would hold up for everybody."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage
from django.db import DatabaseError, connections
from django.utils.translation import gettext_lazy as _

from .messages import CheckId, error

LIMITS = "SELECT name, setting::bigint FROM pg_settings WHERE name = ANY(%s)"
"""In milliseconds; 0 is no limit."""


def check_sessions(alias: str = "default") -> list[CheckMessage]:
    """Of this very session, for a pooler in between may drop what the console asks for. Only
    programs are checked, by `refuse_unsafe`: commands may take long."""
    if connections[alias].vendor != "postgresql":
        return []
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(LIMITS, [list(settings.SESSION_LIMITS)])
            return list(_too_long(dict(cursor.fetchall())))
    except DatabaseError:
        return []  # `database` reports it


def _too_long(found: dict[str, int]) -> Iterator[CheckMessage]:
    for name, seconds in settings.SESSION_LIMITS.items():
        if not 0 < found[name] <= seconds * 1000:
            yield error(
                CheckId.SESSION_WITHOUT_LIMIT,
                _("PostgreSQL's %(name)s must be from 1 to %(most)d ms here; it is %(is)d.")
                % {"name": name, "most": seconds * 1000, "is": found[name]},
                _(
                    "Take it out of DATABASE_URL; if a pooler drops it, run ALTER ROLE ... SET"
                    " %(name)s = %(most)d for the role of DATABASE_URL."
                )
                % {"name": name, "most": seconds * 1000},
            )
