"""What one campaign means for its application's day: the quota and the other sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.composer import readiness
from campaigns.domain.scheduling import window
from campaigns.domain.workflow import Status
from campaigns.models import Campaign
from campaigns.scheduling import quota, timeline
from campaigns.scheduling.timeline import DayEntry, Mark

from . import quota_bar, sentences

MARKS: dict[str, Any] = {
    Mark.OUTSIDE: _("Sent elsewhere"),
    Mark.RESERVED: _("Reserved"),
    Mark.THIS: _("This campaign"),
}


@dataclass(frozen=True)
class PlanLine:
    entry: DayEntry

    @property
    def is_this(self) -> bool:
        """Whether it is the campaign of the page itself."""
        return self.entry.mark == Mark.THIS

    @property
    def said(self) -> Any:
        """What the entry is; for a send, its outcome."""
        return MARKS.get(self.entry.mark) or sentences.OUTCOME_LABELS.get(self.entry.outcome, "")


@dataclass(frozen=True)
class DayPlan:
    """`effect`: the day's quota with this campaign, in a sentence. `day`: midnight of that day.
    `free`: the next free times, [] once the campaign is approved."""

    effect: str
    day: datetime
    lines: list[PlanLine]
    free: list[datetime]


def day_plan(campaign: Campaign, plan: quota.Ledger, now: datetime) -> DayPlan:
    """The plan of the day on which the campaign is expected to leave."""
    kind = campaign.kind
    is_reserved = campaign.status == Status.APPROVED
    at = max(campaign.due_at or now, now) if is_reserved else _expected(campaign, plan, now)
    entries = timeline.day_entries_with(campaign, at, now)
    soonest = window.due(None, now, campaign.application.cool_down_for(kind))
    return DayPlan(
        quota_bar.quota_with_campaign_text(plan, at, now, is_reserved=is_reserved),
        timeline.day_bounds(campaign.application, at)[0],
        [PlanLine(entry) for entry in entries],
        [] if is_reserved else plan.free_times(soonest),
    )


def _expected(campaign: Campaign, plan: quota.Ledger, now: datetime) -> datetime:
    """The first moment in its window with quota left, if it were approved now; the start of the
    window if there is none."""
    frozen, kind = campaign.submission or campaign, campaign.kind
    start = max(frozen.send_at or now, now)
    due = window.due(start, now, campaign.application.cool_down_for(kind))
    end = frozen.send_before or readiness.send_before(campaign, now)
    return plan.first_moment(due, end) or due
