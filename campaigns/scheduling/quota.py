"""What an application's quota, quiet hours and pauses allow, from what the database knows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from campaigns.domain.message.audience_kinds import KINDS, AudienceKind
from campaigns.domain.scheduling import quota, window
from campaigns.domain.translatable import Problem, Text, listed, translatable
from campaigns.domain.workflow import Status
from campaigns.lib.prepared_queries import Prepared, key, moment
from campaigns.models import Application, Attempt, Campaign, OutsideSend, Submission
from campaigns.models.sending import COUNTED

LOOK_BACK = timedelta(hours=50)
"""No natural day of any zone, margins included, began longer ago."""

EVERYONE = [kind.key for kind in KINDS.values() if kind.is_everyone]


@dataclass
class Ledger:
    """An application's sends: what is `counted` already, and what is `reserved`, one moment per
    approved campaign: its due time, or now for one that is held."""

    application: Application
    counted: list[datetime] = field(default_factory=list)
    reserved: list[datetime] = field(default_factory=list)
    everyone: window.EveryoneLimit | None = None
    """Kept by what is looked for, where that is a push to everyone."""

    @property
    def taken(self) -> list[datetime]:
        return [*self.counted, *self.reserved]

    def first_moment(self, start: datetime, end: datetime) -> datetime | None:
        return window.first_moment(
            start,
            end,
            taken=self.taken,
            limits=self.application.limits,
            quiet=self.application.quiet_hours,
            everyone=self.everyone,
        )

    def free_times(self, start: datetime) -> list[datetime]:
        return window.free_times(
            start,
            taken=self.taken,
            limits=self.application.limits,
            quiet=self.application.quiet_hours,
            everyone=self.everyone,
        )

    def used(self, at: datetime) -> int:
        """How many sends of that day are counted or reserved."""
        return quota.used(self.taken, self.application.limits, at)

    def budget(self, now: datetime) -> "Budget":
        limits = self.application.limits
        used = quota.used(self.counted, limits, now)
        free = self.first_moment(now, now + quota.HORIZON)
        return Budget(used, self.used(now) - used, limits.per_day, free)


@dataclass(frozen=True)
class Budget:
    """Today's sends of an application, for people who plan."""

    used: int
    reserved: int
    per_day: int
    next_free: datetime | None


def counted(applications: Iterable[Application], now: datetime) -> Iterator[tuple[int, datetime]]:
    """Application's key and moment of each request that uses the quota: every try not proven not
    sent, and outside sends."""
    yield from _counted(Q(application__in=applications), now - LOOK_BACK)


def counted_of(application: Application, now: datetime) -> list[datetime]:
    """The moments of one application's requests, as the claim asks for them."""
    return [at for _, at in _COUNTED(application=application.pk, since=now - LOOK_BACK)]


def _counted(of: Q, since: Any) -> QuerySet[Attempt, tuple[int, datetime]]:
    tries = Attempt.objects.filter(COUNTED, of, started__gte=since).order_by()
    outside = OutsideSend.objects.filter(of, at__gte=since).order_by()
    return tries.values_list("application_id", "started").union(
        outside.values_list("application_id", "at"), all=True
    )


_COUNTED = Prepared(lambda: _counted(Q(application=key("application")), moment("since")))


def ledgers(applications: Sequence[Application], now: datetime) -> dict[int, Ledger]:
    """By the application's key, in a fixed number of queries."""
    found = {application.pk: Ledger(application) for application in applications}
    for pk, at in counted(applications, now):
        found[pk].counted.append(at)
    approved = Campaign.objects.filter(application__in=applications, status=Status.APPROVED)
    for pk, due in approved.values_list("application_id", "due_at"):
        found[pk].reserved.append(max(due or now, now))
    return found


def ledger(application: Application, now: datetime, kind: AudienceKind | None = None) -> Ledger:
    """For planning a push of this kind; None where it is not known yet."""
    found = ledgers([application], now)[application.pk]
    if kind is not None and kind.is_everyone:
        planned = Campaign.objects.filter(
            application=application, status=Status.APPROVED, submission__kind__in=EVERYONE
        )
        dues = [due for due in planned.values_list("due_at", flat=True) if due]
        found.everyone = everyone_limit(application, now, dues)
    return found


def everyone_limit(
    application: Application, now: datetime, planned: Sequence[datetime] = ()
) -> window.EveryoneLimit | None:
    """The team's limit with the everyone-pushes that were sent, and those `planned`; None where
    there is no limit."""
    if application.everyone_per_day is None:
        return None
    sent = Attempt.objects.filter(
        COUNTED,
        application=application,
        started__gte=now - LOOK_BACK,
        submission__kind__in=EVERYONE,
    )
    taken = (*sent.values_list("started", flat=True), *planned)
    return window.EveryoneLimit(application.everyone_per_day, application.time_zone, taken)


def window_problems(
    application: Application,
    kind: AudienceKind | None,
    send_at: datetime | None,
    send_before: datetime,
    now: datetime,
    plan: Ledger | None = None,
) -> list[Problem]:
    """What is wrong with sending in this window, everything else being right. `plan` is the
    application's ledger, where the caller has it."""
    if send_before <= now:
        return [
            Problem(
                "send_before",
                translatable("Choose a later end: %(end)s has passed.", end=send_before),
            )
        ]
    if send_at is not None and send_at >= send_before:
        return [Problem("send_before", translatable("Choose an end after the start."))]
    cool_down = application.cool_down_for(kind)
    plan = plan or ledger(application, now, kind)
    due = window.due(send_at, now, cool_down)
    if plan.first_moment(due, send_before):
        return []
    return [Problem("send_at", _no_room(plan.free_times(max(due, now))))]


def submitted_problems(
    campaign: Campaign, submission: Submission, now: datetime, plan: Ledger | None = None
) -> list[Problem]:
    """`window_problems` of the window that was submitted."""
    kind, start, end = KINDS[submission.kind], submission.send_at, submission.send_before
    return window_problems(campaign.application, kind, start, end, now, plan)


def _no_room(free: list[datetime]) -> Text:
    if not free:
        return translatable("Choose another time: this window has no free moment.")
    return translatable(
        "Choose another time: quiet hours, the cool-down, the quota or the day's limit of pushes "
        "to everyone leave this window no free moment. Next free: %(times)s.",
        times=listed(free, "or"),
    )
