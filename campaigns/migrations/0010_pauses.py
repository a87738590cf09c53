import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


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
    ]
