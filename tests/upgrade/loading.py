"""A dump of tests/fixtures as a database of its own, which the product uses while it lasts."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg import sql

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@contextmanager
def loaded(name: str, folder: Path) -> Iterator[None]:
    """The dump of this name for the database that tests run on; an SQLite file is in `folder`."""
    dump = (FIXTURES / f"{name}.{connection.vendor}.sql").read_text()
    make = _on_server if connection.vendor == "postgresql" else _in_file
    with make(dump, folder) as database, _used(database):
        yield


@contextmanager
def _used(database: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    try:
        _use(database)
        yield
    finally:
        _use(before)


def _use(database: str) -> None:
    """As Django's own test runner changes to its database. Types have other numbers in each."""
    connection.close()
    connection.settings_dict["NAME"] = database
    ContentType.objects.clear_cache()


@contextmanager
def _in_file(dump: str, folder: Path) -> Iterator[str]:
    path = folder / "before.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(dump)
    yield str(path)


@contextmanager
def _on_server(dump: str, folder: Path) -> Iterator[str]:
    server = os.environ["DATABASE_URL"]
    name = f"before_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with psycopg.connect(server, dbname=name) as fresh:
                fresh.execute(dump.encode())
            yield name
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            maintenance.execute(drop.format(sql.Identifier(name)))
