from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0014_key_checks"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="evidence",
            field=models.CharField(max_length=100, null=True),
        ),
    ]
