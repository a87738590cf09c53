"""Audit events: what happened, and by whom. Append-only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.audit.evidence import LONGEST

from .application import Application
from .campaign import Campaign


class Event(models.Model):
    """`actor` is None for the machine; `os_user` is set for the command line. The campaign of an
    event may be a draft that was deleted since: the event stays."""

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    os_user = models.CharField(max_length=100, blank=True, default="")
    verb = models.CharField(_("what"), max_length=40)
    source = models.CharField(_("from"), max_length=10, blank=True, default="")
    target = models.CharField(_("to"), max_length=10, blank=True, default="")
    comment = models.TextField(_("comment"), blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    solo = models.BooleanField(default=False)
    """Whether SOLO_MODE was on: what one person did then, nobody else had to see."""
    evidence = models.CharField(max_length=LONGEST, null=True)  # noqa: DJ001 (null is left out of seals)
    """A digest of the row that this event is about, as `domain.audit.evidence` writes it. None for
    most events, and for those of the releases before."""
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="events",
        verbose_name=_("campaign"),
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        verbose_name=_("application"),
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
