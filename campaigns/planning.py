"""What an application's quota, quiet hours and pauses allow, from what the database knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .domain import quota, schedule
from .domain.audience import Kind
from .domain.text import Problem, Text, gettext, listed
from .domain.workflow import Status
from .models import Application, Campaign
from .models.sending import COUNTED

LOOK_BACK = timedelta(hours=50)
"""No natural day of any zone, margins included, began longer ago."""


@dataclass(frozen=True)
class Budget:
    """The day's sends of an application, for people who plan."""

    used: int
    reserved: int
    per_day: int
    next_free: datetime | None


def counted(application: Application, now: datetime) -> list[datetime]:
    """When each counted request left: every try not proven not sent, and outside sends."""
    since = now - LOOK_BACK
    tries = application.attempts.filter(COUNTED, started__gte=since)
    outside = application.outside_sends.filter(at__gte=since)
    return [*tries.values_list("started", flat=True), *outside.values_list("at", flat=True)]


def reserved(
    application: Application, now: datetime, *, but: Campaign | None = None
) -> list[datetime]:
    """One moment per approved campaign: its due time, or now for one that is held."""
    approved = Campaign.objects.filter(application=application, status=Status.APPROVED)
    if but is not None:
        approved = approved.exclude(pk=but.pk)
    return [max(due, now) for due in approved.values_list("due_at", flat=True) if due]


def budget(application: Application, now: datetime) -> Budget:
    limits, sent = application.limits, counted(application, now)
    planned = reserved(application, now)
    used = quota.used(sent, limits, now)
    free = schedule.first_moment(
        now,
        now + quota.HORIZON,
        taken=[*sent, *planned],
        limits=limits,
        quiet=application.quiet_hours,
    )
    return Budget(used, quota.used([*sent, *planned], limits, now) - used, limits.per_day, free)


def free_times(application: Application, start: datetime, now: datetime) -> list[datetime]:
    taken = [*counted(application, now), *reserved(application, now)]
    return schedule.free_times(
        start, taken=taken, limits=application.limits, quiet=application.quiet_hours
    )


def window_problems(
    application: Application,
    kind: Kind | None,
    send_at: datetime | None,
    send_before: datetime,
    now: datetime,
) -> list[Problem]:
    """What is wrong with sending in this window, everything else being right."""
    if send_before <= now:
        return [
            Problem(
                "send_before", gettext("Choose a later end: %(end)s has passed.", end=send_before)
            )
        ]
    if send_at is not None and send_at >= send_before:
        return [Problem("send_before", gettext("Choose an end after the start."))]
    cool_down = application.cool_down if kind and kind.is_everyone else timedelta(0)
    moment = schedule.first_moment(
        schedule.due(send_at, now, cool_down),
        send_before,
        taken=[*counted(application, now), *reserved(application, now)],
        limits=application.limits,
        quiet=application.quiet_hours,
    )
    return [] if moment else [Problem("send_at", no_room(application, send_at or now, now))]


def no_room(application: Application, start: datetime, now: datetime) -> Text:
    """Says that the window has no free moment, and the next three that are."""
    times = free_times(application, max(start, now), now)
    if not times:
        return gettext("Choose another time: this window has no free moment.")
    return gettext(
        "Choose another time: quiet hours, the cool-down or the quota leave this window no free "
        "moment. Next free: %(times)s.",
        times=listed(times, "or"),
    )
