"""Checks of an application's app key and secret at the provider."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .application import Application

LOST_AFTER = timedelta(seconds=30)
"""A check still open after this is lost: longer than it may wait for a worker and its request
lasts. Ours."""


class KeyCheck(models.Model):
    """One request to the provider. `started` is None until a worker takes it up; only one can.
    `answered` is None while it lasts, or where its process ended meanwhile. Holds neither headers
    nor secrets, and no word of the answer."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="key_checks"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    os_user = models.CharField(max_length=100, blank=True, default="")
    asked = models.DateTimeField()
    started = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, blank=True, default="")
    http_status = models.PositiveSmallIntegerField(null=True)
    code = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("check of app key and secret")
        verbose_name_plural = _("checks of app key and secret")
        default_permissions = ()
        indexes = [models.Index(fields=["actor", "asked"], name="key_check_by_actor")]

    def __str__(self) -> str:
        return self.state

    def is_waiting(self, now: datetime) -> bool:
        return self.answered is None and now < self.asked + LOST_AFTER
