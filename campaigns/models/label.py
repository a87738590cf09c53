"""Labels of campaigns as rows, so that a query filters a million campaigns by one label.

`Campaign.labels` holds what people wrote and what screens show; these rows follow it.
"""

from django.db import models

from .application import Application
from .campaign import Campaign


class Label(models.Model):
    """A label that somebody used in an application; it stays known."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application", "name"], name="label_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """This campaign carries this label."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+", db_index=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="labellings")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["label", "campaign"], name="labelling_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label_id}: {self.campaign_id}"
