"""Who may use which applications."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .application import Application


class Access(models.Model):
    """Which applications a person may use; their role says what they may do there."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access"
    )
    all_applications = models.BooleanField(_("all applications"), default=False)
    applications = models.ManyToManyField(
        Application, blank=True, related_name="users", verbose_name=_("applications")
    )
    reviewer_since = models.DateTimeField(
        _("reviewer since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("What was submitted before is for others to vote on."),
    )

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access")

    def __str__(self) -> str:
        return str(self.user)
