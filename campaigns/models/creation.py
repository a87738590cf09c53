"""Idempotency of forms: which form created which campaign, so that a second click creates none."""

from django.conf import settings
from django.db import models

from .campaign import Campaign
from .fields import CreatedField


class Creation(models.Model):
    """`key` names the form that was shown and what its button creates."""

    key = models.CharField(max_length=150)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, related_name="+")
    created = CreatedField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="creation_once"),
        ]

    def __str__(self) -> str:
        return self.key
