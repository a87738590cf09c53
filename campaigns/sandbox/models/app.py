"""An app key of the sandbox, with the settings that the provider's console has for a real one."""

from enum import StrEnum

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.sandbox.models.fields import known_zone, new_secret

MAX_SLOW_SECONDS = 120
"""The slowest answer: it blocks a web worker, and the console's deadlines are shorter."""


class HourReading(StrEnum):
    """What "2 times per hour" means; the provider does not say."""

    ROLLING = "rolling"
    CLOCK = "clock"


HOUR_READINGS = {
    HourReading.ROLLING: _("the last 60 minutes"),
    HourReading.CLOCK: _("the clock hour"),
}


class Fault(StrEnum):
    """A fault that `/push.json` plays. The first four and the two time-outs refuse the push."""

    INTERNAL = "internal"
    SIGNATURE = "signature"
    QUOTA = "quota"
    SERVICE = "service"
    TIMEOUT_LOST = "timeout_lost"
    TIMEOUT_PUSHED = "timeout_pushed"
    SLOW = "slow"
    CUT = "cut"
    HTML_502 = "html_502"
    NO_ID = "no_id"


FAULTS = {
    Fault.INTERNAL: _("Refuse with 1000, HTTP 500: internal error; the push is lost"),
    Fault.SIGNATURE: _("Refuse with 1004, HTTP 401: wrong signature"),
    Fault.QUOTA: _("Refuse with 1008, HTTP 429: over the limit"),
    Fault.SERVICE: _("Refuse with 1009, HTTP 430: service not enabled"),
    Fault.TIMEOUT_LOST: _("Answer 1050, HTTP 504; the push is lost"),
    Fault.TIMEOUT_PUSHED: _("Answer 1050, HTTP 504; the push arrives all the same"),
    Fault.SLOW: _("Push, then answer late"),
    Fault.CUT: _("Push, then cut the connection in the middle of the answer"),
    Fault.HTML_502: _("Answer with a gateway's HTML page, HTTP 502; the push is lost"),
    Fault.NO_ID: _("Push, then answer 200 without an id"),
}


class SandboxApp(models.Model):
    """`secret` is stored readable: it is generated here and protects only the sandbox."""

    app_key = models.CharField(_("app key"), max_length=64, unique=True)
    secret = models.CharField(_("app secret"), max_length=64, default=new_secret)
    name = models.CharField(_("name"), max_length=100)
    per_hour = models.PositiveIntegerField(_("requests an hour"), default=2)
    per_day = models.PositiveIntegerField(_("requests a natural day"), default=3)
    day_zone = models.CharField(
        _("zone of the natural day"),
        max_length=64,
        default="Asia/Shanghai",
        validators=[known_zone],
    )
    hour_reading = models.CharField(
        _("an hour is"),
        max_length=8,
        choices=[(reading.value, label) for reading, label in HOUR_READINGS.items()],
        default=HourReading.ROLLING,
    )
    refusals_count = models.BooleanField(
        _("refused requests count"),
        default=True,
        help_text=_("Those with a wrong body; 1009 counts in any case, a wrong signature in none."),
    )
    service_enabled = models.BooleanField(_("service enabled"), default=True)
    timestamp_tolerance = models.PositiveIntegerField(
        _("tolerance of the timestamp"),
        null=True,
        blank=True,
        help_text=_("Seconds; empty accepts every timestamp."),
    )
    fault = models.CharField(
        _("fault"),
        max_length=16,
        choices=[(fault.value, label) for fault, label in FAULTS.items()],
        blank=True,
    )
    fault_seconds = models.PositiveSmallIntegerField(
        _("seconds of a late answer"), default=10, validators=[MaxValueValidator(MAX_SLOW_SECONDS)]
    )
    fault_calls = models.PositiveIntegerField(
        _("calls that still meet the fault"), null=True, blank=True, help_text=_("Empty: all.")
    )
    fault_until = models.DateTimeField(
        _("fault ends"), null=True, blank=True, help_text=_("Empty: it stays.")
    )

    class Meta:
        verbose_name = _("sandbox app")
        verbose_name_plural = _("sandbox apps")
        ordering = ("name", "app_key")

    def __str__(self) -> str:
        return self.name
