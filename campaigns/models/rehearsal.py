"""A rehearsal: a campaign's body, sent as it is to the sandbox. It needs no vote and no quota."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.provider.outcome import Outcome

from .application import Application
from .campaign import Campaign

LOST_AFTER = timedelta(seconds=90)
"""A rehearsal still open after this is lost: longer than it may wait for a worker and an exchange
lasts."""


class Rehearsal(models.Model):
    """`started` is None until a worker takes it up; only one can."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rehearsals")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField()
    body_digest = models.CharField(max_length=64)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=150)
    requested = models.DateTimeField()
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=15, default=Outcome.OPEN)
    http_status = models.PositiveSmallIntegerField(null=True)
    code = models.IntegerField(null=True)
    push_id = models.CharField(max_length=200, blank=True, default="")
    error = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="rehearsal_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=list(Outcome)), name="rehearsal_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_digest[:12]} {self.outcome}"

    @property
    def body_bytes(self) -> bytes:
        """PostgreSQL hands out a memoryview."""
        return bytes(self.body)

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN

    def is_waiting(self, now: datetime) -> bool:
        return self.is_open and now - self.requested < LOST_AFTER
