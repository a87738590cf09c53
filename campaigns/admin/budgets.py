"""The budgets of many applications in a fixed number of queries, for the front page."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from ..domain import quota, schedule
from ..domain.workflow import Status
from ..models import Application, Attempt, Campaign, OutsideSend
from ..models.sending import COUNTED
from ..planning import LOOK_BACK, Budget


def budgets(applications: Sequence[Application], now: datetime) -> dict[int, Budget]:
    """Application's primary key -> what `planning.budget` says of it."""
    since = now - LOOK_BACK
    sent: dict[int, list[datetime]] = defaultdict(list)
    tries = Attempt.objects.filter(COUNTED, application__in=applications, started__gte=since)
    outside = OutsideSend.objects.filter(application__in=applications, at__gte=since)
    for rows in (
        tries.values_list("application", "started"),
        outside.values_list("application", "at"),
    ):
        for pk, at in rows:
            sent[pk].append(at)
    planned: dict[int, list[datetime]] = defaultdict(list)
    approved = Campaign.objects.filter(application__in=applications, status=Status.APPROVED)
    for pk, due in approved.values_list("application", "due_at"):
        if due:
            planned[pk].append(max(due, now))
    return {a.pk: _budget(a, sent[a.pk], planned[a.pk], now) for a in applications}


def _budget(
    application: Application, sent: list[datetime], planned: list[datetime], now: datetime
) -> Budget:
    limits = application.limits
    used = quota.used(sent, limits, now)
    free = schedule.first_moment(
        now,
        now + quota.HORIZON,
        taken=[*sent, *planned],
        limits=limits,
        quiet=application.quiet_hours,
    )
    return Budget(used, quota.used([*sent, *planned], limits, now) - used, limits.per_day, free)
