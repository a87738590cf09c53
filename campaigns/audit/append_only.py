"""Append-only tables: triggers in the database refuse every change of what was written, whoever
asks for it: a screen, a shell, a script, or a mistake in this code.

`KEPT` declares the tables; the SQL of both databases is generated from it. `migrate` installs the
triggers at its end, no migration does: SQLite drops them whenever a migration makes a table anew,
and a trigger must cover new columns from the start. A trigger's name carries a digest of its text,
so that an outdated one is told from a present one.

A migration that changes kept rows, or drops a column of such a table, drops the triggers of that
table first, by its own SQL.
"""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from campaigns.domain.provider.outcome import Outcome
from campaigns.models import Review

from .triggers import PREFIX, WRITERS, Kept, Trigger

KEPT = (
    Kept("Event", "Events are never changed or removed."),
    Kept("Seal", "Seals are never changed or removed."),
    Kept("Submission", "Submissions are never changed or removed."),
    Kept(
        "SubmissionVoter",
        "Voters are named when a campaign is submitted, and never after.",
        full="EXISTS (SELECT 1 FROM campaigns_campaign WHERE submission_id = NEW.submission_id)",
    ),
    Kept("OutsideSend", "Sends made elsewhere are never changed or removed."),
    Kept(
        "Review",
        "Votes are never removed, and a request for changes is never taken back.",
        state="verdict",
        steps={Review.Verdict.APPROVE: tuple(Review.Verdict)},
        columns=frozenset({"verdict", "comment", "checked", "solo", "created"}),
    ),
    Kept(
        "Attempt",
        "Attempts are never removed, and never changed once their outcome is known.",
        state="outcome",
        steps={
            Outcome.OPEN: tuple(Outcome),
            Outcome.UNKNOWN: tuple(set(Outcome) - {Outcome.OPEN}),
        },
        columns=frozenset({"first_byte_left", "finished", "outcome", "http_status"})
        | {"code", "push_id", "failure", "error", "answer"},
    ),
)
"""The same person may renew an approval or turn it into a request for changes. Late evidence or a
person may close an unknown send."""


def triggers(connection: BaseDatabaseWrapper, apps: Apps = installed_apps) -> list[Trigger]:
    """The triggers that the database must have, for the models as `apps` knows them."""
    write = WRITERS[connection.vendor]
    found = [(kept, _model(apps, kept)) for kept in KEPT]
    return [trigger for kept, model in found if model for trigger in write(kept, model)]


def _model(apps: Apps, kept: Kept) -> type[Model] | None:
    """None before the migration that creates it."""
    try:
        return apps.get_model("campaigns", kept.model)
    except LookupError:
        return None


INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE relnamespace = current_schema()::regnamespace"
    " AND tgenabled IN ('O', 'A') AND tgname LIKE %s",
}


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that are in the database and enabled."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor], [f"{PREFIX}%"])
        return {str(row[0]) for row in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[Trigger]:
    present = installed(connection)
    return [trigger for trigger in triggers(connection) if trigger.name not in present]


def install(connection: BaseDatabaseWrapper, apps: Apps = installed_apps) -> None:
    """Create triggers that are missing or disabled, and drop outdated ones."""
    wanted = {trigger.name: trigger for trigger in triggers(connection, apps)}
    present = installed(connection)
    if wanted.keys() == present:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(cursor, connection, present ^ wanted.keys())  # a disabled one exists too
        for name in sorted(wanted.keys() - present):
            for statement in wanted[name].create:
                cursor.execute(statement)


@receiver(pre_migrate)
def _before_migrate(sender: AppConfig, using: str, **_: object) -> None:
    """SQLite renames no table while a trigger names one that is not there: what `Kept.full` names
    would be missing while a migration makes it anew."""
    connection = connections[using]
    if sender.label == "campaigns" and connection.vendor == "sqlite":
        own = tuple(f"{PREFIX}{kept.model.lower()}_" for kept in KEPT if kept.full)
        with transaction.atomic(using=using), connection.cursor() as cursor:
            _drop(cursor, connection, {it for it in installed(connection) if it.startswith(own)})


@receiver(post_migrate)
def _after_migrate(sender: AppConfig, using: str, apps: Apps = installed_apps, **_: object) -> None:
    """`apps` holds the models as migrated so far, which may be fewer than this code has."""
    if sender.label == "campaigns":
        install(connections[using], apps)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop all the triggers, until the next `migrate`."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(cursor, connection, installed(connection))


def _drop(cursor: Any, connection: BaseDatabaseWrapper, names: set[str]) -> None:
    for name in sorted(names):
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
