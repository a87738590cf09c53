from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Max


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The columns stay as they are: programs of the release before read them. Who set a pause, and
    with that its kind, is told by the last event that did. Two passes over the events, of a second
    a million each, while nothing is locked that a claim reads."""
    database = schema_editor.connection.alias
    applications = apps.get_model("campaigns", "Application").objects.using(database)
    pauses = apps.get_model("campaigns", "ApplicationPause").objects.using(database)
    events = apps.get_model("campaigns", "Event").objects.using(database).order_by()
    everything = apps.get_model("campaigns", "Pause").objects.using(database)
    paused = list(applications.exclude(paused_reason="").order_by("pk"))
    if paused:
        last = events.filter(verb="pause").values("application").annotate(last=Max("pk"))
        found = events.in_bulk([row["last"] for row in last])
        by_application = {event.application_id: event for event in found.values()}
        for one in paused:
            told = _told(one, by_application.get(one.pk))
            pauses.create(application=one, until=one.paused_until, **told)
    if everything.exists():
        latest = events.filter(verb="pause-everything").aggregate(last=Max("pk"))["last"]
        for event in events.filter(pk=latest):
            everything.update(actor_id=event.actor_id, os_user=event.os_user)


def _told(paused: Any, event: Any) -> dict[str, Any]:
    """The machine's pauses have an end if the quota was used up, and none if the key was refused;
    one that no event tells of waits for an operator."""
    kind, reason = "earlier", paused.paused_reason
    if event is not None and (event.actor_id or event.os_user):
        kind = "person"
    elif event is not None:
        kind, reason = "quota" if paused.paused_until else "key", ""
    return {
        "kind": kind,
        "reason": reason,
        "since": event.at if event else None,
        "actor_id": event.actor_id if event else None,
        "os_user": event.os_user if event else "",
    }


class Migration(migrations.Migration):
    """Apart from 0010_pauses, whose change of a table would keep everybody from it meanwhile."""

    dependencies = [("campaigns", "0010_pauses")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
