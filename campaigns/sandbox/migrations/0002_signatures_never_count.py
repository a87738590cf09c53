from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sandbox", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="sandboxapp",
            name="refusals_count",
            field=models.BooleanField(
                default=True,
                help_text=(
                    "Those with a wrong body; 1009 counts in any case, a wrong signature in none."
                ),
                verbose_name="refused requests count",
            ),
        ),
    ]
