import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_votes_for_tags(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What one number said for tags and named users before stays so for both."""
    database = schema_editor.connection.alias
    applications = apps.get_model("campaigns", "Application").objects.using(database)
    applications.update(votes_needed_tags=models.F("votes_needed"))


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "ordering": ["position"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_limits_at_least_one",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_by_another_person",
        ),
        migrations.AddField(
            model_name="access",
            name="reviewer_since",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="What was submitted before is for others to vote on.",
                null=True,
                verbose_name="reviewer since",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="voters",
            field=models.ManyToManyField(
                blank=True,
                help_text="Empty: every reviewer of the application.",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who may vote",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="votes_needed_tags",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="votes for tags",
            ),
        ),
        migrations.RunPython(keep_votes_for_tags, migrations.RunPython.noop),
        migrations.AddField(
            model_name="review",
            name="checked",
            field=models.JSONField(blank=True, default=list, verbose_name="checked"),
        ),
        migrations.AddField(
            model_name="review",
            name="solo",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="event",
            name="solo",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="submission",
            name="voters",
            field=models.JSONField(default=None, null=True),
        ),
        migrations.AlterField(
            model_name="application",
            name="votes_needed",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="votes for named users",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("per_day__gte", 1),
                    ("per_hour__gte", 1),
                    ("votes_needed__gte", 1),
                    ("votes_needed_everyone__gte", 1),
                    ("votes_needed_tags__gte", 1),
                ),
                name="application_limits_at_least_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewer", models.F("submitter")), _negated=True),
                    ("solo", True),
                    _connector="OR",
                ),
                name="review_by_another_person",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seal",
                to="campaigns.event",
            ),
        ),
    ]
