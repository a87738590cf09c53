"""Idempotency of forms: what each form has done, so that a second click does nothing more."""

from django.conf import settings
from django.db import models

from .campaign import Campaign
from .fields import CreatedField


class Creation(models.Model):
    """`key` names the form that was shown and what its button does. `result`: primary key of what
    it made. Of a draft's form: `version` that its latest save stored, and a digest of what was
    posted."""

    key = models.CharField(max_length=150)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, related_name="+")
    result = models.CharField(max_length=40, db_default="")
    version = models.IntegerField(null=True)
    content = models.CharField(max_length=64, db_default="")
    created = CreatedField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="creation_once"),
        ]

    def __str__(self) -> str:
        return self.key
