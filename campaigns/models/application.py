"""An app at the provider, its limits and the team's rules for it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.message.audience_kinds import AudienceKind
from campaigns.domain.scheduling.quota import Limits
from campaigns.domain.scheduling.window import QuietHours
from campaigns.lib import encryption

from .fields import default_day_zones, strings

AT_LEAST_ONE = [MinValueValidator(1)]


class Application(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    app_key = models.CharField(_("app key"), max_length=100, unique=True)
    app_secret_sealed = models.TextField(editable=False)
    data_centre = models.CharField(_("data centre"), max_length=40)
    per_hour = models.PositiveSmallIntegerField(
        _("sends per hour"), default=2, validators=AT_LEAST_ONE
    )
    per_day = models.PositiveSmallIntegerField(
        _("sends per day"), default=3, validators=AT_LEAST_ONE
    )
    day_zones = models.JSONField(
        _("zones of the day"),
        default=default_day_zones,
        help_text=_("The provider does not say whose midnight; a day is counted in each of these."),
    )
    time_zone = models.CharField(_("team's time zone"), max_length=60, default="Asia/Shanghai")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("quiet to"), null=True, blank=True)
    package_names = strings(_("package names"))
    default_channels: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("defaults of new campaigns"), default=dict, blank=True
    )
    """Columns of Campaign -> values; which ones may stand here is `defaults`' matter."""
    test_user_ids = strings(_("test user IDs"))
    forbidden_words = strings(_("forbidden words"))
    votes_needed = models.PositiveSmallIntegerField(
        _("votes for named users"), default=1, validators=AT_LEAST_ONE
    )
    votes_needed_tags = models.PositiveSmallIntegerField(
        _("votes for tags"), default=1, validators=AT_LEAST_ONE
    )
    votes_needed_everyone = models.PositiveSmallIntegerField(
        _("votes for everyone"), default=2, validators=AT_LEAST_ONE
    )
    voters = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("who may vote"),
        help_text=_("Empty: every reviewer of the application."),
    )
    cool_down_minutes = models.PositiveSmallIntegerField(
        _("cool-down for everyone (minutes)"),
        default=10,
        help_text=_("From the last vote to the first byte."),
    )
    everyone_per_day = models.PositiveSmallIntegerField(
        _("everyone-pushes a day"),
        null=True,
        blank=True,
        default=1,
        help_text=_("Empty: no limit."),
    )
    paused_reason = models.CharField(_("paused because"), max_length=300, blank=True, default="")
    paused_until = models.DateTimeField(
        _("paused until"), null=True, blank=True, help_text=_("Empty: until somebody resumes it.")
    )
    sandbox_application = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("sandbox for rehearsals"),
        limit_choices_to={"data_centre": "sandbox"},
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["name"]
        permissions = [
            ("operate_application", "Can set up applications, quota and outside sends"),
            ("pause_application", "Can pause and resume sending"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_hour__gte=1, per_day__gte=1)
                & models.Q(
                    votes_needed__gte=1, votes_needed_tags__gte=1, votes_needed_everyone__gte=1
                ),
                name="application_limits_at_least_one",
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="application_quiet_hours_both_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def app_secret(self) -> str:
        """Raises secrecy.WrongKey."""
        return encryption.unseal(self.app_secret_sealed, owner=self.app_key)

    @app_secret.setter
    def app_secret(self, secret: str) -> None:
        self.app_secret_sealed = encryption.seal(secret, owner=self.app_key)

    @property
    def limits(self) -> Limits:
        return Limits(self.per_hour, self.per_day, tuple(self.day_zones))

    @property
    def quiet_hours(self) -> QuietHours | None:
        if self.quiet_from is None or self.quiet_to is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_to, self.time_zone)

    @property
    def cool_down(self) -> timedelta:
        return timedelta(minutes=self.cool_down_minutes)

    def cool_down_for(self, kind: AudienceKind | None) -> timedelta:
        """What a push of this kind waits after its last vote: only one to everyone does."""
        return self.cool_down if kind is not None and kind.is_everyone else timedelta(0)

    def votes_for(self, kind: AudienceKind) -> int:
        """How many votes a push of this kind needs before it may leave."""
        votes: int = getattr(self, kind.votes)
        return votes

    def is_paused(self, at: datetime) -> bool:
        open_ended = self.paused_until is None or self.paused_until > at
        return bool(self.paused_reason) and open_ended


class KnownTag(models.Model):
    """A tag the app sets on its users, as told to the team: the provider cannot be asked."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="known_tags"
    )
    name = models.CharField(_("tag"), max_length=40)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    users = models.PositiveIntegerField(_("users"), null=True, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("known tag")
        verbose_name_plural = _("known tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["application", "name"], name="known_tag_once"),
        ]

    def __str__(self) -> str:
        return self.name
