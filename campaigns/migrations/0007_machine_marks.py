from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("campaigns_campaign", "campaigns_attempt", "campaigns_installation")


def note_where_it_is_made(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only of a database that no worker has looked at: from then on a worker does. Where the
    database is, is left to the first worker too: the copy of a new database is a new database."""
    installations = apps.get_model("campaigns", "Installation").objects.using(
        editor.connection.alias
    )
    if installations.exists():
        return
    tables = folder_since = ""
    if editor.connection.vendor == "postgresql":
        with editor.connection.cursor() as cursor:
            numbers = ", ".join(f"to_regclass('{name}')::oid" for name in TABLES)
            cursor.execute(f"SELECT concat_ws(' ', 'tables', {numbers})")  # noqa: S608 (our own names)
            tables = cursor.fetchone()[0]
            cursor.execute("SELECT has_function_privilege('pg_stat_file(text)', 'execute')")
            if cursor.fetchone()[0]:
                cursor.execute("SELECT extract(epoch FROM change) FROM pg_stat_file('PG_VERSION')")
                folder_since = str(cursor.fetchone()[0])
    installations.create(tables=tables, folder_since=folder_since)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_submission_voters")]

    operations = [
        migrations.AddField(
            "installation",
            "tables",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=100),
        ),
        migrations.AddField(
            "installation",
            "folder_since",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=40),
        ),
        migrations.AddField(
            "machine", "key", models.CharField(blank=True, max_length=32, null=True, unique=True)
        ),
        migrations.AddField(
            "machine", "mark", models.CharField(db_default="", default="", max_length=32)
        ),
        migrations.AddField(
            "machine", "previous_mark", models.CharField(db_default="", default="", max_length=32)
        ),
        migrations.AddField(
            "machine", "trusted", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField("machine", "worked", models.DateTimeField(null=True)),
        migrations.AddField("machine", "adopted", models.DateTimeField(null=True)),
        migrations.AddField("machine", "doubted", models.DateTimeField(null=True)),
        migrations.RunPython(note_where_it_is_made, migrations.RunPython.noop),
    ]
