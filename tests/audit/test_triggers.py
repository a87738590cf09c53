"""No program starts without the append-only triggers; `migrate` installs them."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, models
from django.db.models.signals import pre_migrate

from campaigns.audit import append_only
from campaigns.audit.triggers import Kept
from campaigns.checks.settings import Unsafe, refuse_unsafe
from campaigns.models import (
    Application,
    Campaign,
    Event,
)
from tests.audit.refusing import execute, refused
from tests.factories import approved, make_campaign
from tests.flushing import unguarded


def test_a_start_without_them_is_refused(db: None) -> None:
    refuse_unsafe()
    with unguarded():
        with pytest.raises(Unsafe, match=r"manage.py migrate.*campaigns_attempt.*E026"):
            refuse_unsafe()
        assert not [e for e in run_checks(databases=["default"]) if e.id == "campaigns.E026"]
        with pytest.raises(SystemCheckError, match="E026"):
            call_command("check", deploy=True, databases=["default"])
    refuse_unsafe()


def test_migrate_puts_them_back(db: None) -> None:
    with unguarded():
        name = append_only.triggers(connection)[0].name
        assert name in {trigger.name for trigger in append_only.missing(connection)}
        call_command("migrate", verbosity=0)
        assert not append_only.missing(connection)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_made_anew_gets_them_again() -> None:
    """SQLite copies a table to change a column, and drops its triggers on the way."""
    field = models.CharField(max_length=77)
    field.set_attributes_from_name("verb")
    old = Event._meta.get_field("verb")
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        editor.alter_field(Event, old, field, strict=False)
    append_only.install(connection)
    assert not append_only.missing(connection)
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        editor.alter_field(Event, field, old, strict=False)
    append_only.install(connection)
    approved(make_campaign())
    with refused():
        Event.objects.update(comment="else")


def test_an_outdated_one_is_replaced(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = append_only.installed(connection)
    kept = (*append_only.KEPT[1:], Kept("Event", "Another sentence: never."))
    monkeypatch.setattr(append_only, "KEPT", kept)
    connection.check_constraints()
    append_only.install(connection)
    after = append_only.installed(connection)
    assert len(after) == len(before)
    assert len(after - before) == (3 if connection.vendor == "sqlite" else 2)


SWITCH_OFF = {
    "sqlite": "DROP TRIGGER {name}",
    "postgresql": 'ALTER TABLE "{table}" DISABLE TRIGGER {name}',
}


def test_one_that_was_switched_off_is_put_back(shop: Application) -> None:
    approved(make_campaign(shop))
    event = next(t for t in append_only.triggers(connection) if t.table == "campaigns_event")
    connection.check_constraints()
    execute(SWITCH_OFF[connection.vendor].format(name=event.name, table=event.table))
    assert [trigger.name for trigger in append_only.missing(connection)] == [event.name]
    append_only.install(connection)
    assert not append_only.missing(connection)
    with refused():
        Event.objects.update(comment="else")


@pytest.mark.django_db(transaction=True)
def test_migration_makes_a_table_anew_that_a_trigger_names() -> None:
    """SQLite renames no table while a trigger names one that is not there."""
    field = models.CharField(max_length=222)
    field.set_attributes_from_name("name")
    old = Campaign._meta.get_field("name")
    label = apps.get_app_config("campaigns")
    for before, after in ((old, field), (field, old)):
        pre_migrate.send(sender=label, app_config=label, using="default")
        with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
            editor.alter_field(Campaign, before, after, strict=False)
        append_only.install(connection)
    assert not append_only.missing(connection)
