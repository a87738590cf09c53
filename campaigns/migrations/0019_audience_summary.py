from django.db import migrations, models


class Migration(migrations.Migration):
    """Null: a worker of the release before writes campaigns without it."""

    dependencies = [("campaigns", "0018_kept_forms")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="audience_summary",
            field=models.JSONField(editable=False, null=True),
        ),
    ]
