"""Which installation this database belongs to, and the machines that send for it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """One row, inserted by the first claim. `place` is where the database was then: a copy that is
    used elsewhere finds another place than the stored one."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")

    def __str__(self) -> str:
        return self.uuid.hex


class Machine(models.Model):
    """What a machine that ticks or sends last noticed about itself. Differences of clocks are in
    seconds, above 0 where the machine is ahead."""

    name = models.CharField(_("name"), max_length=253, unique=True)
    seen = models.DateTimeField(_("last seen"))
    fault = models.JSONField(null=True)
    """Why it sends nothing, {"msgid", "params"} of the sentence; None where it does."""
    ahead_of_database = models.FloatField(null=True)
    ahead_of_provider = models.FloatField(null=True)

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
