"""What was submitted, frozen, and how people voted on exactly that."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.domain.message import payload

from .application import Application
from .campaign import Campaign
from .fields import strings


class Submission(models.Model):
    """One per submit, never changed: what a vote is about and what may leave."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="submissions")
    body = models.BinaryField()
    kind = models.CharField(max_length=10)
    app_key = models.CharField(max_length=100)
    data_centre = models.CharField(max_length=40)
    send_at = models.DateTimeField(null=True)
    send_before = models.DateTimeField()
    votes_needed = models.PositiveSmallIntegerField()
    voters = models.JSONField(null=True, default=None)
    """Who may vote, by the policy of that moment: ids of users; None for every reviewer."""
    digest = models.CharField(max_length=64)
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(votes_needed__gte=1), name="submission_needs_a_vote"
            ),
            models.CheckConstraint(
                condition=models.Q(send_at__isnull=True)
                | models.Q(send_at__lt=models.F("send_before")),
                name="submission_window_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def body_bytes(self) -> bytes:
        """PostgreSQL hands out a memoryview."""
        return bytes(self.body)

    def digest_now(self, application: Application) -> str:
        """The digest of what would leave now: of this row and of the application as it is."""
        return payload.digest(
            body=self.body_bytes,
            app_key=application.app_key,
            data_centre=application.data_centre,
            send_at=self.send_at,
            send_before=self.send_before,
            votes_needed=self.votes_needed,
        )


class Review(models.Model):
    """One vote of one person on one submission."""

    class Verdict(StrEnum):
        APPROVE = "approve"
        REQUEST_CHANGES = "request-changes"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(
        max_length=15,
        choices=[
            (Verdict.APPROVE.value, _("Approve")),
            (Verdict.REQUEST_CHANGES.value, _("Request changes")),
        ],
    )
    comment = models.TextField(blank=True, default="")
    checked = strings(_("checked"))
    """The sections of the review packet that the reviewer ticked; `domain.checklist` names them."""
    solo = models.BooleanField(default=False)
    """By somebody who wrote, edited or submitted it, while SOLO_MODE was on."""
    digest = models.CharField(max_length=64)
    created = models.DateTimeField()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "reviewer"], name="review_one_vote_each"),
            models.CheckConstraint(
                condition=~models.Q(reviewer=models.F("submitter")) | models.Q(solo=True),
                name="review_by_another_person",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="approve") | ~models.Q(comment=""),
                name="review_changes_need_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.digest[:12]}"
