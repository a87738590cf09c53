"""Every call that came in, and which phones it reached."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .app import SandboxApp
from .registry import Device


class Call(models.Model):
    """One request. `push_id` is set when it was carried out, even if the caller never learnt it."""

    class Kind(models.TextChoices):
        PUSH_ONLY = "push-only", _("push-only")
        BROADCAST = "broadcast", _("broadcast")
        TAGS = "tags", _("tags")
        REFUSED = "refused", _("refused")

    app = models.ForeignKey(SandboxApp, models.CASCADE, related_name="calls", null=True, blank=True)
    at = models.DateTimeField(_("at"), db_index=True)
    path = models.CharField(_("path"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    status = models.PositiveSmallIntegerField(_("HTTP status"))
    code = models.PositiveIntegerField(_("code"), null=True, blank=True)
    counted = models.BooleanField(_("counts towards the limits"), default=False)
    body = models.TextField(_("body"), blank=True)
    request_id = models.CharField(_("request id"), max_length=36, blank=True)
    push_id = models.CharField(_("push id"), max_length=22, blank=True, db_index=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("-id",)
        indexes: ClassVar = [
            models.Index(
                fields=("app", "at"), condition=models.Q(counted=True), name="sandbox_counted_calls"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.status}"


class Delivery(models.Model):
    """A phone that a call reached; what it shows follows from the call's body."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="deliveries")
    device = models.ForeignKey(Device, models.CASCADE, related_name="deliveries")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = (
            models.UniqueConstraint(fields=("device", "call"), name="sandbox_delivered_once"),
        )

    def __str__(self) -> str:
        return f"{self.call_id} -> {self.device_id}"
