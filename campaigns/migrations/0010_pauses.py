from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The columns stay as they are: programs of the release before read them. Who set a pause, and
    with that its kind, is told by the last event that did."""
    database = schema_editor.connection.alias
    applications = apps.get_model("campaigns", "Application").objects.using(database)
    pauses = apps.get_model("campaigns", "ApplicationPause").objects.using(database)
    events = apps.get_model("campaigns", "Event").objects.using(database).order_by("-pk")
    everything = apps.get_model("campaigns", "Pause").objects.using(database)
    for paused in applications.exclude(paused_reason="").order_by("pk"):
        event = events.filter(verb="pause", application=paused).first()
        pauses.create(application=paused, until=paused.paused_until, **_told(paused, event))
    event = events.filter(verb="pause-everything").first()
    if event is not None:
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
    dependencies = [
        ("campaigns", "0009_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pause",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="os_user",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.CreateModel(
            name="ApplicationPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="reason"),
                ),
                ("until", models.DateTimeField(null=True, verbose_name="until")),
                ("since", models.DateTimeField(null=True, verbose_name="since")),
                ("os_user", models.CharField(blank=True, default="", max_length=100)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="campaigns.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "pause of an application",
                "verbose_name_plural": "pauses of applications",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="applicationpause",
            constraint=models.UniqueConstraint(
                condition=~models.Q(kind="person"),
                fields=("application", "kind"),
                name="application_pause_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationpause",
            constraint=models.UniqueConstraint(
                condition=models.Q(kind="person"),
                fields=("application", "actor"),
                name="application_pause_once_each",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
