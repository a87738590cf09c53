"""The hash chain over events: each seal covers one event and the seal before it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .event import Event


class Seal(models.Model):
    """Written by the tick, never changed, never removed. Positions count from 1 without a gap; they
    follow the order of sealing, for an event of a slow transaction comes late with a low id."""

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    """sha256 in hex."""

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:12]}"
