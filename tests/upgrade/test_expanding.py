"""A migration breaks no program that still runs the release before: it expands, and what is no
longer used goes in a later release."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

APP = "campaigns"
FIRST = "0005_attempt_failure"
"""The rule holds from here on."""
LOADER = MigrationLoader(None)
MIGRATIONS = sorted(name for app, name in LOADER.disk_migrations if app == APP and name >= FIRST)
Field = models.Field


def old_insert_works(field: Field) -> bool:
    """Whether a row can be inserted by a program that does not know this column."""
    return bool(field.null or field.has_db_default() or field.many_to_many)


def breaking(name: str, operation: Operation) -> Iterator[str]:
    """What this operation of the migration `name` takes away from the release before."""
    match operation:
        case operations.AddField(field=field) if not old_insert_works(field):
            yield f"{operation.name}: give it null=True or a db_default"
        case operations.AlterField(field=field) if not old_insert_works(field):
            before = LOADER.project_state((APP, name), at_end=False)
            old = before.models[APP, operation.model_name_lower].fields[operation.name]
            if old_insert_works(old):
                yield f"{operation.name}: leave it nullable, or give it a db_default"
        case operations.RemoveField() | operations.RenameField() | operations.DeleteModel():
            yield f"{operation.describe()}: only once no running release uses it"
        case operations.RenameModel() | operations.AlterModelTable():
            yield f"{operation.describe()}: only once no running release uses it"
        case operations.SeparateDatabaseAndState(database_operations=inner):
            for one in inner:
                yield from breaking(name, one)


@pytest.mark.parametrize("name", MIGRATIONS)
def test_release_before_goes_on(name: str) -> None:
    migration = LOADER.disk_migrations[APP, name]
    wrong = [line for operation in migration.operations for line in breaking(name, operation)]
    assert wrong == []


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddField("attempt", "one", models.CharField(default="", max_length=9)),
        operations.AlterField("attempt", "http_status", models.IntegerField(default=0)),
        operations.RemoveField("attempt", "error"),
        operations.RenameField("attempt", "error", "text"),
        operations.DeleteModel("Pause"),
        operations.RenameModel("Pause", "Stop"),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_operation_that_breaks_it_is_noticed(operation: Operation) -> None:
    assert list(breaking(MIGRATIONS[-1], operation))


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddField("attempt", "one", models.CharField(db_default="", max_length=9)),
        operations.AddField("attempt", "one", models.CharField(null=True, max_length=9)),
        operations.AlterField("attempt", "error", models.TextField(default="")),
        operations.CreateModel("Other", fields=[("id", models.BigAutoField(primary_key=True))]),
    ],
)
def test_operation_that_expands_is_allowed(operation: Operation) -> None:
    assert not list(breaking(MIGRATIONS[-1], operation))
