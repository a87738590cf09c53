from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import StrIndex

CODES = (
    ("did not report back", "no_report"),
    ("The sender was stopped", "stopped"),
    ("The claim was not confirmed", "claim_not_confirmed"),
    ("Could not connect", "no_connection"),
    ("timed out", "no_answer"),
    ("Remote end closed", "closed"),
    ("onnection reset", "cut_off"),
    ("Bad file descriptor", "deadline"),
    ("Broken pipe", "closed_early"),
    ("BadStatusLine", "not_http"),
    ("Too long after the claim", "claim_too_old"),
    ("The window is over", "window_over"),
    ("sending was paused", "paused"),
)
"""Part of a stored error -> its code; the first that fits. Screens translated errors by this table
before the code had a column of its own."""


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The error of an attempt with an HTTP status is the provider's sentence: it has no code."""
    database = schema_editor.connection.alias
    attempts = apps.get_model("campaigns", "Attempt").objects.using(database)
    unanswered = attempts.filter(failure="", http_status=None)
    switch_triggers_off(schema_editor)
    for part, code in CODES:
        at = StrIndex("error", models.Value(part))
        unanswered.alias(at=at).filter(at__gt=0).update(failure=code)
    switch_triggers_on(schema_editor)


def switch_triggers_off(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those that keep a closed attempt as it is: every other column stays as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE campaigns_attempt DISABLE TRIGGER USER")
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = 'campaigns_attempt' AND name LIKE 'append_only_%'"
        )
        for (name,) in cursor.fetchall():
            schema_editor.execute(f'DROP TRIGGER "{name}"')


def switch_triggers_on(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On SQLite the end of `migrate` puts them back: it makes the table of an added column anew,
    and loses its triggers anyway."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE campaigns_attempt ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_installation"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="failure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_report", "The sender was gone before it could say what it was answered."),
                    ("stopped", "The sender was stopped while it waited for the answer."),
                    (
                        "claim_not_confirmed",
                        "The database did not confirm that this send was begun.",
                    ),
                    ("no_connection", "No connection to RongCloud came about."),
                    ("no_answer", "No answer came in time."),
                    ("closed", "The connection was closed before an answer came."),
                    ("cut_off", "The connection was cut off before an answer came."),
                    ("deadline", "No whole answer came within the time for one send."),
                    (
                        "closed_early",
                        "The connection was closed while the request was being sent.",
                    ),
                    ("not_http", "What came back was no answer that a program can read."),
                    ("claim_too_old", "The sender was held up, so nothing was let go any more."),
                    ("window_over", "Its window was over, so nothing was let go any more."),
                    ("paused", "Sending was paused at the last moment, so nothing was let go."),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("failure__in", ["", *(code for _, code in CODES)])),
                name="attempt_failure_known",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
