"""Attempts to send, sends made elsewhere, and the tick's heartbeat."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.provider.failure import SENTENCES, Failure
from campaigns.domain.provider.outcome import PUSH_ID_CHARACTERS, Outcome
from campaigns.lib.i18n import later

from .application import Application
from .fields import CreatedField
from .review import Submission

COUNTED_OUTCOMES = ~models.Q(outcome=Outcome.NOT_SENT)
"""Every attempt uses the quota unless it is proven that nothing left."""


class Attempt(models.Model):
    """One row per try, inserted before the request leaves. Holds neither headers nor secrets."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attempts")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=36, unique=True)
    host = models.CharField(max_length=253, blank=True, default="")
    started = models.DateTimeField()
    first_byte_left = models.BooleanField(default=False)
    finished = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=15, default=Outcome.OPEN)
    http_status = models.PositiveSmallIntegerField(null=True)
    code = models.IntegerField(null=True)
    push_id = models.CharField(max_length=PUSH_ID_CHARACTERS, blank=True, default="")
    failure = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        choices=[(failure.value, later(text)) for failure, text in SENTENCES.items()],
    )
    """Why no answer came; "" where one came, or for want of a code."""
    error = models.TextField(blank=True, default="")
    """The exception's or the provider's own words: evidence as it came, untranslated."""
    answer = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=COUNTED_OUTCOMES, name="attempt_at_most_once"
            ),
            models.UniqueConstraint(fields=["submission", "number"], name="attempt_numbered"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=list(Outcome)), name="attempt_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(failure__in=["", *Failure]), name="attempt_failure_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.ACCEPTED) | ~models.Q(push_id=""),
                name="attempt_accepted_has_push_id",
            ),
        ]
        indexes = [
            models.Index(
                fields=["application", "started"],
                condition=COUNTED_OUTCOMES,
                name="attempt_counted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class RepeatedTries(models.Model):
    """The tries that found no connection after those of which an Attempt tells, one row per
    submission: counted, for a data centre may be dead for days. `host` and `error` are those of the
    last one."""

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, primary_key=True, related_name="repeated_tries"
    )
    count = models.PositiveIntegerField()
    last = models.DateTimeField()
    host = models.CharField(max_length=253)
    error = models.TextField()

    class Meta:
        default_permissions = ()
        verbose_name = _("repeated tries")
        verbose_name_plural = _("repeated tries")

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.count}"


class OutsideSend(models.Model):
    """A send made elsewhere with the same app key: the provider's quota counts it, so ours does."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="outside_sends"
    )
    at = models.DateTimeField(_("sent at"))
    note = models.CharField(_("note"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created = CreatedField()

    class Meta:
        verbose_name = _("outside send")
        verbose_name_plural = _("outside sends")
        ordering = ["-at"]
        indexes = [models.Index(fields=["application", "at"], name="outside_send_counted")]

    def __str__(self) -> str:
        return self.note


class Heartbeat(models.Model):
    """One row: when the tick last ran, and when a sender last took up a message. The tick writes
    its own every 10 seconds and asks the senders for theirs."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    at = models.DateTimeField()
    senders_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.at.isoformat()
