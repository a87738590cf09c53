"""A claim must survive a power loss before its push leaves: the database is asked whether it does.

A database that forgets a commit forgets that a push has left, and sends it again.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from campaigns.audit import append_only

FULL = 2
"""PRAGMA synchronous: 2 is FULL, 3 is EXTRA. Source: sqlite.org/pragma.html#pragma_synchronous."""


@register(Tags.database)
def commits_are_durable(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [error for alias in databases or () for error in _ask(connections[alias])]


@register(Tags.database, deploy=True)
def tables_are_append_only(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Not among the checks that every command runs, for `migrate` is what mends it; `refuse_unsafe`
    asks for it by itself."""
    return [error for alias in databases or () for error in _lost(connections[alias])]


def _lost(connection: BaseDatabaseWrapper) -> Iterator[Error]:
    """Silent where `commits_are_durable` has spoken: nobody answers, or it is no known database."""
    with suppress(DatabaseError, KeyError):
        missing = append_only.missing(connection)
        if missing:
            tables = ", ".join(sorted({trigger.table for trigger in missing}))
            yield _error(26, _("Run manage.py migrate: nothing keeps the rows of %s.") % tables)


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
