"""A campaign: what is to be pushed, to whom, when, and where it stands."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.scheduling.window import HOURS_AFTER_SUBMISSION, MINUTES_AFTER_START
from campaigns.domain.workflow import LABELS, Status
from campaigns.lib.i18n import later
from campaigns.lib.prepared_queries import Prepared, key

from .application import Application
from .fields import CreatedField, strings
from .parts import AndroidPart, AudiencePart, HarmonyOSPart, IOSPart, NotificationPart

OPEN_STATES = (Status.IN_REVIEW, Status.APPROVED, Status.SENDING)
"""The states that the tick looks at."""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def needing_the_tick(
        self, *, due_by: datetime, now: datetime, claimed_before: datetime
    ) -> "CampaignQuerySet":
        """Campaigns that are due by `due_by`, past their window, or claimed before
        `claimed_before`, so that their sender is gone."""
        due = models.Q(status=Status.APPROVED, next_try_at__lte=due_by)
        over = models.Q(
            status__in=[Status.IN_REVIEW, Status.APPROVED], submission__send_before__lt=now
        )
        stale = models.Q(status=Status.SENDING, status_since__lt=claimed_before)
        return self.filter(due | over | stale, status__in=OPEN_STATES).order_by("due_at", "pk")


class Campaign(AudiencePart, NotificationPart, IOSPart, AndroidPart, HarmonyOSPart):
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, verbose_name=_("application")
    )
    name = models.CharField(_("name"), max_length=200)
    send_at = models.DateTimeField(
        _("send at"), null=True, blank=True, help_text=_("Empty: as soon as approved.")
    )
    send_before = models.DateTimeField(
        _("send before"),
        null=True,
        blank=True,
        help_text=format_lazy(
            _(
                "Never sent later. Empty: {minutes} minutes after send at, or {hours} hours after "
                "submission."
            ),
            minutes=MINUTES_AFTER_START,
            hours=HOURS_AFTER_SUBMISSION,
        ),
    )
    labels = strings(_("labels"))
    status = models.CharField(
        _("state"),
        max_length=10,
        default=Status.DRAFT,
        choices=[(status.value, later(label)) for status, label in LABELS.items()],
        editable=False,
    )
    status_since = models.DateTimeField(_("since"), editable=False)
    submission = models.ForeignKey(
        "Submission", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    audience_summary: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = (
        models.JSONField(null=True, editable=False)
    )
    """What lists say of the audience (`composer.audience_summaries`)."""
    version = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("author"),
    )
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    """Whoever saved it, and the writers of what it was made from: a campaign or a template."""
    created = CreatedField(_("created"))

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-pk"]
        permissions = [
            ("compose_campaign", "Can compose, submit, withdraw and archive campaigns"),
            ("push_to_everyone", "Can submit a push to everyone"),
            ("review_campaign", "Can approve or request changes"),
            ("resolve_campaign", "Can decide what became of an unknown send"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=list(Status)), name="campaign_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(audience_kind__in=["", *KINDS]), name="campaign_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[Status.DRAFT, Status.ARCHIVED])
                | models.Q(submission__isnull=False),
                name="campaign_leaves_draft_with_a_submission",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__isnull=False, next_try_at__isnull=False)
                | ~models.Q(status__in=[Status.APPROVED, Status.SENDING]),
                name="campaign_approved_is_due_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(status__in=OPEN_STATES),
                name="campaign_open",
            ),
            models.Index(fields=["status", "-id"], name="campaign_by_status"),
            models.Index(fields=["application", "-id"], name="campaign_by_application"),
        ]

    def validate_constraints(self, exclude: Any = None) -> None:
        """Makes no query: the database checks the constraints whenever a row is written, and a form
        would ask for one of them at every keystroke of a live preview."""

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    def writers(self) -> set[int]:
        """User ids of the author, every editor and whoever ever submitted it: none may vote.

        Costs one query, none where `editors` and `submissions` were prefetched."""
        if {"editors", "submissions"} <= vars(self).get("_prefetched_objects_cache", {}).keys():
            submitted = {submission.submitter_id for submission in self.submissions.all()}
            return {self.author_id, *submitted, *(editor.pk for editor in self.editors.all())}
        return {self.author_id, *_EDITORS_AND_SUBMITTERS(campaign=self.pk)}


PARTS = (AudiencePart, NotificationPart, IOSPart, AndroidPart, HarmonyOSPart)
CONTENT_COLUMNS: tuple[str, ...] = tuple(
    column.name for part in PARTS for column in part._meta.local_fields
)
"""The columns of what is pushed, and to whom. Once submitted, the submission's bytes count."""
LARGE_COLUMNS = tuple(name for name in CONTENT_COLUMNS if name != "audience_kind")
"""Those of any size: no list reads them."""


def _editors_and_submitters() -> models.QuerySet[Campaign, int]:
    campaign = Campaign.objects.filter(pk=key("campaign")).order_by()
    editors = campaign.filter(editors__isnull=False).values_list("editors", flat=True)
    submitters = campaign.filter(submissions__isnull=False)
    return editors.union(submitters.values_list("submissions__submitter", flat=True))


_EDITORS_AND_SUBMITTERS = Prepared(_editors_and_submitters)
