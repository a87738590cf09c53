"""Tables of which nothing is lost: triggers in the database itself refuse to change what was
written, whoever asks: a screen, a shell, a script, or a mistake in this very code.

`KEPT` is the one declaration; the SQL of both databases is made from it. The triggers are put in
place after every `migrate`, not by a migration: SQLite drops them whenever a later migration makes
a table anew, and a new column is kept from the day it is there. Their names carry a digest of their
text, so that an outdated one is told from a present one.

A migration that takes a column out of such a table calls `remove` first: on SQLite the trigger
names the columns. Nothing else in the product does.
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
"""An approval may be renewed or become a request for changes, by the same person. An unknown send
may be closed by late evidence or by a person."""


def triggers(connection: BaseDatabaseWrapper, apps: Apps = installed_apps) -> list[Trigger]:
    """Those that the database must have, for the models as `apps` knows them."""
    write = WRITERS[connection.vendor]
    found = [(kept, _model(apps, kept)) for kept in KEPT]
    return [trigger for kept, model in found if model for trigger in write(kept, model)]


def _model(apps: Apps, kept: Kept) -> type[Model] | None:
    """None before the migration that makes it."""
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
    """Names of those that are in the database and switched on."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor], [f"{PREFIX}%"])
        return {str(row[0]) for row in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[Trigger]:
    present = installed(connection)
    return [trigger for trigger in triggers(connection) if trigger.name not in present]


def install(connection: BaseDatabaseWrapper, apps: Apps = installed_apps) -> None:
    """Put in place what is missing or switched off, and drop what is outdated; does nothing where
    all is well."""
    wanted = {trigger.name: trigger for trigger in triggers(connection, apps)}
    present = installed(connection)
    if wanted.keys() == present:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(cursor, connection, present ^ wanted.keys())  # what is switched off is there too
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
    """`apps` is what the migrations have come to, which may be less than this code knows."""
    if sender.label == "campaigns":
        install(connections[using], apps)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them all, until the next `migrate`."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(cursor, connection, installed(connection))


def _drop(cursor: Any, connection: BaseDatabaseWrapper, names: set[str]) -> None:
    for name in sorted(names):
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
