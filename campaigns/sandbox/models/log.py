"""Every received call, and the phones it reached."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .app import SandboxApp
from .registry import Device


class CallKind(StrEnum):
    PUSH_ONLY = "push-only"
    BROADCAST = "broadcast"
    TAGS = "tags"
    REFUSED = "refused"


CALL_KINDS = {
    CallKind.PUSH_ONLY: _("push-only"),
    CallKind.BROADCAST: _("broadcast"),
    CallKind.TAGS: _("tags"),
    CallKind.REFUSED: _("refused"),
}


class Call(models.Model):
    """One request. `push_id` is set when it was carried out, even if the caller never learnt it."""

    app = models.ForeignKey(SandboxApp, models.CASCADE, related_name="calls", null=True, blank=True)
    at = models.DateTimeField(_("at"), db_index=True)
    path = models.CharField(_("path"), max_length=200)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=[(kind.value, label) for kind, label in CALL_KINDS.items()],
    )
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
    """A phone that a call reached; the call's body says what it shows."""

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
