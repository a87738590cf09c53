from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_machine_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="heartbeat",
            name="senders_at",
            field=models.DateTimeField(null=True),
        ),
    ]
