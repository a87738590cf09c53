"""Empties the tables after a test with real commits, which the product itself never may.

`flush` is Django's; before it the triggers go, and at its end `post_migrate` puts them back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.core.management.commands.flush import Command
from django.db import connections

from campaigns.audit import append_only


@contextmanager
def allowed() -> Iterator[None]:
    """While this lasts, flush may empty every table."""
    handle = Command.handle

    def lifted(self: Command, **options: Any) -> None:
        append_only.remove(connections[options["database"]])
        handle(self, **options)

    with mock.patch.object(Command, "handle", lifted):
        yield


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
