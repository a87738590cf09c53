"""Puts the tables back after a test with real commits, which the product itself never may.

Django would empty every table and make roles and permissions again. Here the database as `migrate`
left it is kept aside, and comes back: on SQLite page by page, on PostgreSQL row by row.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.core.management.commands.flush import Command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from campaigns.audit import append_only

ASIDE = "as_migrated"
"""Schema of PostgreSQL that holds the rows that `migrate` wrote."""


@contextmanager
def restoring(alias: str = "default") -> Iterator[None]:
    """While this lasts, flush brings back the rows that the database holds now."""
    connection = connections[alias]
    with _kept_aside(connection) as put_back:

        def handle(self: Command, **options: Any) -> None:
            assert options["database"] == alias
            put_back()

        with mock.patch.object(Command, "handle", handle):
            yield


def _kept_aside(connection: BaseDatabaseWrapper) -> Any:
    return {"sqlite": _pages, "postgresql": _rows}[connection.vendor](connection)


@contextmanager
def _pages(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    connection.ensure_connection()
    aside = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(aside)

    def put_back() -> None:
        connection.ensure_connection()
        aside.backup(connection.connection)

    yield put_back
    aside.close()


@contextmanager
def _rows(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"CREATE SCHEMA {ASIDE}")
        for table in tables:
            cursor.execute(f'CREATE TABLE {ASIDE}."{table}" AS TABLE public."{table}"')
    restore = "; ".join(
        f'DELETE FROM public."{table}"; INSERT INTO public."{table}" TABLE {ASIDE}."{table}"'  # noqa: S608 (our own names)
        for table in tables
    )

    def put_back() -> None:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger, no check
            cursor.execute(restore)
        append_only.install(connection)

    yield put_back


@contextmanager
def unguarded(alias: str = "default") -> Iterator[None]:
    """What the owner of the database can do: take the triggers away and put them back."""
    connection = connections[alias]
    connection.check_constraints()  # PostgreSQL changes no table of which a check is still due
    append_only.remove(connection)
    try:
        yield
    finally:
        connection.check_constraints()
        append_only.install(connection)
