"""Checks that a commit survives a power loss and that append-only tables have their triggers.

A database that loses a commit forgets that a push has left, and the push is sent again.
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

from .messages import CheckId, error

FULL = 2
"""PRAGMA synchronous: 2 is FULL, 3 is EXTRA. Source: sqlite.org/pragma.html#pragma_synchronous."""


@register(Tags.database)
def check_durability(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [error for alias in databases or () for error in _durability_errors(connections[alias])]


@register(Tags.database, deploy=True)
def check_append_only(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Commands do not run it, since `migrate` is what mends it; `refuse_unsafe` calls it."""
    return [error for alias in databases or () for error in _append_only_errors(connections[alias])]


def _append_only_errors(connection: BaseDatabaseWrapper) -> Iterator[Error]:
    """None where `check_durability` reports that the database is silent or of another vendor."""
    with suppress(DatabaseError, KeyError):
        missing = append_only.missing(connection)
        if missing:
            tables = ", ".join(sorted({trigger.table for trigger in missing}))
            yield error(
                CheckId.NOT_APPEND_ONLY,
                _("Run manage.py migrate: nothing keeps the rows of %s.") % tables,
            )


def _durability_errors(connection: BaseDatabaseWrapper) -> list[Error]:
    checks = {"sqlite": _sqlite, "postgresql": _postgresql}.get(connection.vendor)
    if checks is None:
        return [error(CheckId.DATABASE_VENDOR, _("The database must be PostgreSQL or SQLite."))]
    try:
        return list(checks(connection))
    except DatabaseError as failure:
        return [
            error(
                CheckId.DATABASE_SILENT,
                _("The database of DATABASE_URL does not answer: %s") % failure,
            )
        ]


def _value(connection: BaseDatabaseWrapper, query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _sqlite(connection: BaseDatabaseWrapper) -> Iterator[Error]:
    options = connection.settings_dict.get("OPTIONS", {})
    if str(options.get("transaction_mode")).upper() != "IMMEDIATE":
        yield error(
            CheckId.SQLITE_TRANSACTION_MODE,
            _("SQLite needs transaction_mode IMMEDIATE in DATABASES OPTIONS."),
        )
    if _value(connection, "PRAGMA synchronous") < FULL:
        yield error(
            CheckId.SQLITE_SYNCHRONOUS,
            _("SQLite needs PRAGMA synchronous=FULL in DATABASES OPTIONS."),
        )


def _postgresql(connection: BaseDatabaseWrapper) -> Iterator[Error]:
    switches = {
        "synchronous_commit": CheckId.POSTGRESQL_SYNCHRONOUS_COMMIT,
        "fsync": CheckId.POSTGRESQL_FSYNC,
    }
    for name, check in switches.items():
        if _value(connection, f"SHOW {name}") == "off":
            yield error(check, _("PostgreSQL needs %s = on.") % name)
