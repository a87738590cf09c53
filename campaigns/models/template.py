"""Templates: the content of a campaign, to start new ones from."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .application import Application
from .fields import CreatedField


class CampaignTemplate(models.Model):
    """`columns`: columns of Campaign -> values, those that are set; never the audience, a time or
    an approval. Titles and texts may hold placeholders, `{{name}}`."""

    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="templates",
        verbose_name=_("application"),
    )
    name = models.CharField(_("name"), max_length=100)
    columns: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    """Those who wrote the campaign that it was saved from: writers of whatever is made of it."""
    created = CreatedField()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application", "name"], name="template_once"),
        ]

    def __str__(self) -> str:
        return self.name
