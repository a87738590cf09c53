import re
from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SOURCE = re.compile(r"#(\d{1,18})")
"""The comment of the event in which a copy was made."""


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What the log tells of the time before: which campaign a copy, and a template, was made of.
    Oldest first, so that a copy of a copy gets the writers of both."""
    database = schema_editor.connection.alias
    events = apps.get_model("campaigns", "Event").objects.using(database).order_by("pk")
    campaigns = apps.get_model("campaigns", "Campaign").objects.using(database)
    templates = apps.get_model("campaigns", "CampaignTemplate").objects.using(database)

    def writers(pk: int) -> set[int]:
        one = campaigns.filter(pk=pk).first()
        return _writers(one) if one else set()

    copied = events.filter(verb="create", comment__startswith="#", campaign__isnull=False)
    for copy, comment in list(copied.values_list("campaign_id", "comment")):
        source, made = SOURCE.fullmatch(comment), campaigns.filter(pk=copy).first()
        if source and made:
            made.editors.add(*writers(int(source[1])))
    for template in templates.order_by("pk"):
        saved = events.filter(
            verb="save-template", application=template.application_id, comment=template.name
        ).last()
        people = writers(saved.campaign_id) if saved and saved.campaign_id else set()
        template.writers.add(template.author_id, *people)


def _writers(campaign: Any) -> set[int]:
    submitted = campaign.submissions.values_list("submitter", flat=True)
    return {campaign.author_id, *submitted, *campaign.editors.values_list("pk", flat=True)}


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0010_pauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="campaigntemplate",
            name="writers",
            field=models.ManyToManyField(
                editable=False, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
