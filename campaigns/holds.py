"""Why an approved campaign may not go at this moment. The claim asks under the lock; screens and
the command line ask the same question to say what a campaign waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from . import planning, voting
from .domain import quota, schedule
from .domain.audience import Kind
from .domain.text import Text, gettext
from .domain.workflow import Status
from .models import Application, Attempt, Campaign, Pause, Submission
from .models.sending import COUNTED

NONE = timedelta(0)


@dataclass(frozen=True)
class Hold:
    """The reason, and until when if that is known. `is_planned`: it merely waits for its time."""

    reason: Text
    until: datetime | None = None
    is_planned: bool = False


def current(campaign: Campaign, now: datetime) -> Hold | None:
    """The first thing that keeps an approved campaign from leaving at `now`; None if it may."""
    return next(_holds(campaign, now), None)


def _holds(campaign: Campaign, now: datetime) -> Iterator[Hold]:
    if campaign.submission is not None and campaign.due_at is not None:
        yield from _besides_quota(campaign, now)
        yield from _quota(campaign, campaign.application, now)


def _besides_quota(campaign: Campaign, now: datetime) -> Iterator[Hold]:
    submission, application = campaign.submission, campaign.application
    if submission is None:
        return
    yield from _pauses(application, now)
    if submission.digest_now(application) != submission.digest:
        yield Hold(gettext("What is stored differs from what was approved: unschedule it."))
    yield from _not_due(campaign, submission, now)
    quiet = application.quiet_hours and application.quiet_hours.until(now)
    if quiet:
        yield Hold(gettext("Quiet hours last until %(until)s.", until=quiet), quiet)
    if Kind(submission.kind).is_everyone:
        yield from _everyone_today(application, now)


def _pauses(application: Application, now: datetime) -> Iterator[Hold]:
    for pause in Pause.objects.all():
        yield Hold(gettext("All sending is paused: %(reason)s", reason=pause.reason))
    if application.is_paused(now):
        yield Hold(
            gettext(
                "The application is paused: %(reason)s", reason=Text(application.paused_reason)
            ),
            application.paused_until,
        )


def _not_due(campaign: Campaign, submission: Submission, now: datetime) -> Iterator[Hold]:
    """Reckoned from the votes again: a due time written by other means does not hurry it."""
    votes = voting.approvals(campaign, submission)
    last_vote = max((vote.created for vote in votes), default=now)
    cool_down = campaign.application.cool_down if Kind(submission.kind).is_everyone else NONE
    due = schedule.due(submission.send_at, last_vote, cool_down)
    if submission.send_at is not None and now < submission.send_at:
        yield Hold(gettext("It is due at %(due)s.", due=due), due, is_planned=True)
    elif now < due:
        yield Hold(gettext("The cool-down for everyone lasts until %(due)s.", due=due), due)


def _everyone_today(application: Application, now: datetime) -> Iterator[Hold]:
    """The team's own limit, by the team's own midnight."""
    if application.everyone_per_day is None:
        return
    zone = ZoneInfo(application.time_zone)
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today, time(0), zone)
    sent = Attempt.objects.filter(
        COUNTED,
        application=application,
        started__gte=midnight,
        submission__kind__in=[kind for kind in Kind if kind.is_everyone],
    ).count()
    if sent >= application.everyone_per_day:
        until = datetime.combine(today + timedelta(days=1), time(0), zone)
        yield Hold(
            gettext("Today's %(n)d pushes to everyone are used.", n=application.everyone_per_day),
            until,
        )


def _quota(campaign: Campaign, application: Application, now: datetime) -> Iterator[Hold]:
    """Looks at counted sends only: what is planned for later never blocks what is due. Of what is
    due together, the oldest goes first."""
    taken = [at for _, at in planning.counted([application], now)]
    limits = application.limits
    older = Campaign.objects.filter(
        application=application,
        status=Status.APPROVED,
        due_at__lt=campaign.due_at,
        next_try_at__lte=now,
        submission__send_before__gt=now,
    )
    if quota.fits([*taken, *[now] * older.count()], limits, now):
        return
    if quota.fits(taken, limits, now):
        ahead = sum(_may_go(other, application, now) for other in older)
        if quota.fits([*taken, *[now] * ahead], limits, now):
            return
    until = quota.next_free(taken, limits, now)
    yield Hold(gettext("The provider's quota has no room yet."), until)


def _may_go(campaign: Campaign, application: Application, now: datetime) -> bool:
    """Whether nothing but the quota holds it: what cannot go keeps nobody waiting."""
    campaign.application = application
    return next(_besides_quota(campaign, now), None) is None
