"""The check of an image's address, and the copy that previews show."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.translatable import Text

CHECK_LOST_AFTER = timedelta(seconds=30)
"""A pending check older than this is taken for lost."""


class CheckStatus(StrEnum):
    PENDING = "pending"
    OK = "ok"
    FAILED = "failed"


def image_key(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


class ImageCheck(models.Model):
    """One row per address as it was typed. Nobody guesses the key without the address, so that one
    team's images stay unknown to another.

    `size`: bytes, as the server announced them; `copied`: `data` holds all of them, as they came.
    While pending, the other columns keep the result of the check before.
    """

    key = models.CharField(primary_key=True, max_length=64)
    url = models.TextField(_("address"))
    status = models.CharField(max_length=10, default=CheckStatus.PENDING)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    content_type = models.CharField(max_length=20, blank=True, default="")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    error = models.TextField(blank=True, default="")
    error_params: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        blank=True, default=dict
    )
    copied = models.BooleanField(default=False)
    data = models.BinaryField(default=b"")

    class Meta:
        verbose_name = _("image check")
        verbose_name_plural = _("image checks")
        ordering = ["-requested_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=list(CheckStatus)), name="image_check_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=CheckStatus.OK)
                | models.Q(width__isnull=False, height__isnull=False, size__isnull=False),
                name="image_check_ok_has_its_size",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "requested_at"], name="image_check_by_person"),
            models.Index(fields=["-requested_at"], name="image_check_by_age"),
        ]

    def __str__(self) -> str:
        return self.url

    def is_waiting(self, now: datetime) -> bool:
        return self.status == CheckStatus.PENDING and now - self.requested_at < CHECK_LOST_AFTER

    @property
    def reason(self) -> Text:
        """Why the check failed."""
        return Text(self.error, self.error_params)
