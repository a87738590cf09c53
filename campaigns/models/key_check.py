"""Checks of an application's app key and secret at the provider."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .application import Application


class KeyCheck(models.Model):
    """One request to the provider; `answered` is None while it lasts, or where its process ended
    meanwhile. Holds neither headers nor secrets, and no word of the answer."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="key_checks"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField()
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
