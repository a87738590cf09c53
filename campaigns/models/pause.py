"""Pauses: nothing leaves while one holds. Each is a fact of its own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.pauses import PauseKind

from .application import Application
from .fields import CreatedField

REASON_CHARACTERS = 300


class Pause(models.Model):
    """The pause of everything: nothing leaves while a row exists. `actor` and `os_user` say who set
    it; both are empty in rows of the release before."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=REASON_CHARACTERS)
    since = CreatedField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    os_user = models.CharField(max_length=100, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")

    def __str__(self) -> str:
        return self.reason


class ApplicationPause(models.Model):
    """One pause of one application. Its kind says who may lift it. `Application.paused_reason` and
    `paused_until` sum up all of them for programs of the release before."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=10)
    reason = models.CharField(_("reason"), max_length=REASON_CHARACTERS, blank=True, default="")
    """What a person wrote; "" where the kind says it."""
    until = models.DateTimeField(_("until"), null=True)
    since = models.DateTimeField(_("since"), null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    os_user = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("pause of an application")
        verbose_name_plural = _("pauses of applications")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=~models.Q(kind=PauseKind.PERSON.value),
                name="application_pause_once",
            ),
            models.UniqueConstraint(
                fields=["application", "actor"],
                condition=models.Q(kind=PauseKind.PERSON.value),
                name="application_pause_once_each",
            ),
        ]

    def __str__(self) -> str:
        return self.reason or self.kind
