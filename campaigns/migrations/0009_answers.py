import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0008_heartbeats"),
    ]

    operations = [
        migrations.CreateModel(
            name="RepeatedTries",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="repeated_tries",
                        serialize=False,
                        to="campaigns.submission",
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("last", models.DateTimeField()),
                ("host", models.CharField(max_length=253)),
                ("error", models.TextField()),
            ],
            options={
                "verbose_name": "repeated tries",
                "verbose_name_plural": "repeated tries",
                "default_permissions": (),
            },
        ),
    ]
