"""Which installation this database belongs to, and the machines that send for it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """One row, inserted by the migration. `place` is where the database was when a machine looked
    at it first: a copy that is used elsewhere finds another place than the stored one. `tables` are
    the object identifiers of its tables, which a logical restore makes anew; `folder_since` is when
    the cluster's folder was made. Each may be "": not noted yet, or not to be known here."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=200, blank=True, default="", editable=False)
    tables = models.CharField(max_length=100, blank=True, default="", db_default="", editable=False)
    folder_since = models.CharField(
        max_length=40, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")

    def __str__(self) -> str:
        return self.uuid.hex


class Machine(models.Model):
    """What a machine that ticks or sends last noticed about itself. Differences of clocks are in
    seconds, above 0 where the machine is ahead. What follows `key` is by the database's clock, and
    empty in rows of the release before."""

    name = models.CharField(_("name"), max_length=253, unique=True)
    """Its host's name, with a piece of the key if another machine bears it."""
    seen = models.DateTimeField(_("last seen"))
    fault = models.JSONField(null=True)
    """Why it sends nothing, {"msgid", "params"} of the sentence; None where it does."""
    ahead_of_database = models.FloatField(null=True)
    ahead_of_provider = models.FloatField(null=True)
    key = models.CharField(max_length=32, blank=True, null=True, unique=True)
    """The number in the file beside its sent.log, in hex."""
    mark = models.CharField(max_length=32, default="", db_default="")
    """What it left here at its last heartbeat; "" until it is admitted."""
    previous_mark = models.CharField(max_length=32, default="", db_default="")
    """In force until the machine has noted `mark` on its own disk."""
    trusted = models.BooleanField(default=False, db_default=False)
    """Did it leave its mark as a machine that may send?"""
    worked = models.DateTimeField(null=True)
    """When it last could send."""
    adopted = models.DateTimeField(null=True)
    """When an operator last let it send; equals `worked` until it does."""
    doubted = models.DateTimeField(null=True)
    """When it last found that the database lacks what it has seen; None where it does not."""

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
