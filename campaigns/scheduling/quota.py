"""An application's ledger: its counted and reserved sends, read from the database, and the free
moments that quota, quiet hours and the limit of pushes to everyone leave."""

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
from campaigns.models import (
    COUNTED_OUTCOMES,
    Application,
    Attempt,
    Campaign,
    OutsideSend,
    Submission,
)

LOOK_BACK = timedelta(hours=50)
"""How far back sends are read: no natural day of any zone began longer ago, margins included."""

EVERYONE = [kind.key for kind in KINDS.values() if kind.is_everyone]


@dataclass
class Ledger:
    """An application's sends as aware moments. `counted`: requests that use the quota already.
    `reserved`: one per approved campaign, its due time, or now where that has passed."""

    application: Application
    counted: list[datetime] = field(default_factory=list)
    reserved: list[datetime] = field(default_factory=list)
    everyone: window.EveryoneLimit | None = None
    """The team's limit, set when a push to everyone is planned."""

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
        """The number of counted and reserved sends on the natural day that holds `at`."""
        return quota.used(self.taken, self.application.limits, at)

    def budget(self, now: datetime) -> "Budget":
        limits = self.application.limits
        used = quota.used(self.counted, limits, now)
        free = self.first_moment(now, now + quota.HORIZON)
        return Budget(used, self.used(now) - used, limits.per_day, free)


@dataclass(frozen=True)
class Budget:
    """An application's sends of today, and the next free moment (None: none within HORIZON)."""

    used: int
    reserved: int
    per_day: int
    next_free: datetime | None


def counted_requests(
    applications: Iterable[Application], now: datetime
) -> Iterator[tuple[int, datetime]]:
    """The application's key and the moment of each request that uses the quota since LOOK_BACK:
    attempts, except those proven not sent, and outside sends."""
    yield from _counted(Q(application__in=applications), now - LOOK_BACK)


def request_times(application: Application, now: datetime) -> list[datetime]:
    """The moments of one application's counted requests. A prepared query: each claim runs it."""
    return [at for _, at in _COUNTED(application=application.pk, since=now - LOOK_BACK)]


def _counted(of: Q, since: Any) -> QuerySet[Attempt, tuple[int, datetime]]:
    attempts = Attempt.objects.filter(COUNTED_OUTCOMES, of, started__gte=since).order_by()
    outside = OutsideSend.objects.filter(of, at__gte=since).order_by()
    return attempts.values_list("application_id", "started").union(
        outside.values_list("application_id", "at"), all=True
    )


_COUNTED = Prepared(lambda: _counted(Q(application=key("application")), moment("since")))


def ledgers(applications: Sequence[Application], now: datetime) -> dict[int, Ledger]:
    """Each application's ledger by its key, in a fixed number of queries."""
    by_key = {application.pk: Ledger(application) for application in applications}
    for pk, at in counted_requests(applications, now):
        by_key[pk].counted.append(at)
    approved = Campaign.objects.filter(application__in=applications, status=Status.APPROVED)
    for pk, due in approved.values_list("application_id", "due_at"):
        by_key[pk].reserved.append(max(due or now, now))
    return by_key


def ledger(application: Application, now: datetime, kind: AudienceKind | None = None) -> Ledger:
    """The ledger for planning a push of this `kind` (None: not known yet)."""
    plan = ledgers([application], now)[application.pk]
    if kind is not None and kind.is_everyone:
        planned = Campaign.objects.filter(
            application=application, status=Status.APPROVED, submission__kind__in=EVERYONE
        )
        dues = [due for due in planned.values_list("due_at", flat=True) if due]
        plan.everyone = everyone_limit(application, now, dues)
    return plan


def everyone_limit(
    application: Application, now: datetime, planned: Sequence[datetime] = ()
) -> window.EveryoneLimit | None:
    """The team's daily limit of pushes to everyone, with those sent and those `planned`; None
    where the application has no such limit."""
    if application.everyone_per_day is None:
        return None
    sent = Attempt.objects.filter(
        COUNTED_OUTCOMES,
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
    """What is wrong with this window. `plan`: the application's ledger, if the caller has it."""
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
    return [Problem("send_at", _no_room_text(plan.free_times(max(due, now))))]


def submitted_window_problems(
    campaign: Campaign, submission: Submission, now: datetime, plan: Ledger | None = None
) -> list[Problem]:
    """`window_problems` of the submitted window."""
    kind, start, end = KINDS[submission.kind], submission.send_at, submission.send_before
    return window_problems(campaign.application, kind, start, end, now, plan)


def _no_room_text(free: list[datetime]) -> Text:
    if not free:
        return translatable("Choose another time: this window has no free moment.")
    return translatable(
        "Choose another time: quiet hours, the cool-down, the quota or the day's limit of pushes "
        "to everyone leave this window no free moment. Next free: %(times)s.",
        times=listed(free, "or"),
    )
