from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0015_event_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("key", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("moments", models.JSONField(default=list)),
                ("until", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "allowance",
                "verbose_name_plural": "allowances",
                "default_permissions": (),
            },
        ),
    ]
