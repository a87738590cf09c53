import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A user who was deleted since keeps their row: the submission stays frozen to those people."""
    database = schema_editor.connection.alias
    voter = apps.get_model("campaigns", "SubmissionVoter")
    submissions = apps.get_model("campaigns", "Submission").objects.using(database)
    named = submissions.filter(voters__isnull=False).order_by("pk").values_list("pk", "voters")
    voter.objects.using(database).bulk_create(
        (
            voter(submission_id=submission, user_id=user)
            for submission, users in named.iterator()
            for user in sorted(set(users))
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_attempt_failure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SubmissionVoter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_voters",
                        to="campaigns.submission",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="submissionvoter",
            constraint=models.UniqueConstraint(
                fields=("submission", "user"), name="submission_voter_once"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
