"""A claim must survive a power loss before its push leaves: the database is asked whether it does.

A database that forgets a commit forgets that a push has left, and sends it again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

FULL = 2
"""PRAGMA synchronous: 2 is FULL, 3 is EXTRA. Source: sqlite.org/pragma.html#pragma_synchronous."""


@register(Tags.database)
def commits_are_durable(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [error for alias in databases or () for error in _ask(connections[alias])]


def _ask(connection: BaseDatabaseWrapper) -> list[Error]:
    questions = {"sqlite": _sqlite, "postgresql": _postgresql}.get(connection.vendor)
    if questions is None:
        return [_error(20, _("The database must be PostgreSQL or SQLite."))]
    try:
        return list(questions(connection))
    except DatabaseError as error:
        return [_error(21, _("The database of DATABASE_URL does not answer: %s") % error)]


def _error(number: int, text: Any) -> Error:
    return Error(text, id=f"campaigns.E{number:03}")


def _value(connection: BaseDatabaseWrapper, question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def _sqlite(connection: BaseDatabaseWrapper) -> Iterator[Error]:
    options = connection.settings_dict.get("OPTIONS", {})
    if str(options.get("transaction_mode")).upper() != "IMMEDIATE":
        yield _error(22, _("SQLite needs transaction_mode IMMEDIATE in DATABASES OPTIONS."))
    if _value(connection, "PRAGMA synchronous") < FULL:
        yield _error(23, _("SQLite needs PRAGMA synchronous=FULL in DATABASES OPTIONS."))


def _postgresql(connection: BaseDatabaseWrapper) -> Iterator[Error]:
    for number, name in ((24, "synchronous_commit"), (25, "fsync")):
        if _value(connection, f"SHOW {name}") == "off":
            yield _error(number, _("PostgreSQL needs %s = on.") % name)
