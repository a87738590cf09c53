import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_review_and_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("place", models.CharField(blank=True, default="", editable=False, max_length=200)),
            ],
            options={
                "verbose_name": "installation",
                "verbose_name_plural": "installations",
            },
        ),
        migrations.CreateModel(
            name="Machine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=253, unique=True, verbose_name="name")),
                ("seen", models.DateTimeField(verbose_name="last seen")),
                ("fault", models.JSONField(null=True)),
                ("ahead_of_database", models.FloatField(null=True)),
                ("ahead_of_provider", models.FloatField(null=True)),
            ],
            options={
                "verbose_name": "machine",
                "verbose_name_plural": "machines",
                "ordering": ["name"],
            },
        ),
    ]
