"""The simulated users and phones of an app key."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.domain.vendors.registry import VENDORS

from .app import SandboxApp


class SandboxUser(models.Model):
    app = models.ForeignKey(SandboxApp, models.CASCADE, related_name="users")
    user_id = models.CharField(_("user id"), max_length=64)
    tags = models.JSONField(_("tags"), default=list, blank=True)

    class Meta:
        verbose_name = _("simulated user")
        verbose_name_plural = _("simulated users")
        ordering = ("app", "user_id")
        constraints = (
            models.UniqueConstraint(fields=("app", "user_id"), name="sandbox_user_once"),
        )

    def __str__(self) -> str:
        return self.user_id


class Device(models.Model):
    """One phone of one user; `label` tells a user's phones apart."""

    user = models.ForeignKey(SandboxUser, models.CASCADE, related_name="devices")
    label = models.CharField(_("label"), max_length=64)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=[(str(kind), vendor.brand) for kind, vendor in VENDORS.items()],
    )
    package_name = models.CharField(_("package name"), max_length=128)
    last_seen = models.DateTimeField(_("last connected"), default=timezone.now)
    push_allowed = models.BooleanField(_("push allowed"), default=True)

    class Meta:
        verbose_name = _("simulated phone")
        verbose_name_plural = _("simulated phones")
        ordering = ("user", "label")
        constraints = (
            models.UniqueConstraint(fields=("user", "label"), name="sandbox_device_once"),
        )

    def __str__(self) -> str:
        return self.label
