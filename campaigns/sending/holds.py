"""Why an approved campaign may not go at this moment. The claim asks under the lock; screens and
the command line ask the same question to say what a campaign waits for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from campaigns.applications import data_centres
from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.provider import outcome
from campaigns.domain.scheduling import quota, window
from campaigns.domain.translatable import Text, translatable, translatable_plural
from campaigns.domain.workflow import Status
from campaigns.lib import encryption
from campaigns.lib.prepared_queries import Prepared, key, moment
from campaigns.models import Application, Campaign, Pause, Review, Submission
from campaigns.models.campaign import CONTENT
from campaigns.review import voters
from campaigns.scheduling import quota as scheduling_quota

from .host import readiness


@dataclass(frozen=True)
class Hold:
    """The reason, and until when if that is known. `is_planned`: it merely waits for its time.
    `pause`: the switch that holds it, if one does; `remedy`: what a person has to see to."""

    reason: Text
    until: datetime | None = None
    is_planned: bool = False
    pause: Literal["", "application", "everything"] = ""
    remedy: Text | None = None


def current(campaign: Campaign, now: datetime, *, votes: list[Review] | None = None) -> Hold | None:
    """What an approved campaign waits for at `now`, as people are told; None if nothing holds it.

    Where no rule does, the machines that should send it may: on one that may, it leaves at once.
    """
    return binding(campaign, now, votes=votes) or next(_idle(now), None)


def binding(campaign: Campaign, now: datetime, *, votes: list[Review] | None = None) -> Hold | None:
    """The first rule that keeps an approved campaign from leaving at `now`; None if it may.

    `votes` are the approvals that count, of a caller who has just looked.
    """
    return next(_holds(campaign, now, votes), None)


def every(campaign: Campaign, now: datetime) -> list[Hold]:
    """All that keeps an approved campaign from leaving at `now`. Of one whose time has not come,
    only what would still hold it then: quiet hours and quota of this moment are not its own."""
    found: list[Hold] = []
    is_early = campaign.due_at is not None and now < campaign.due_at
    for hold in _holds(campaign, now, None):
        found.append(hold)
        if is_early and hold.until and not hold.pause:
            return found
    return found or list(_idle(now))


def _idle(now: datetime) -> Iterator[Hold]:
    for fault in readiness.faults(now):
        yield Hold(fault)


_NOW = moment("now")
_PAUSES = Prepared(Pause.objects.all)
_OLDER = Prepared(
    lambda: (
        Campaign.objects.filter(
            application=key("application"),
            status=Status.APPROVED,
            due_at__lt=moment("due"),
            next_try_at__lte=_NOW,
            submission__send_before__gt=_NOW,
        )
        .select_related("submission")
        .defer(*CONTENT)
    )
)


def _holds(campaign: Campaign, now: datetime, votes: list[Review] | None) -> Iterator[Hold]:
    if campaign.submission is not None and campaign.due_at is not None:
        yield from _besides_quota(campaign, now, votes)
        yield from _quota(campaign, campaign.application, now)


def _besides_quota(
    campaign: Campaign, now: datetime, votes: list[Review] | None = None
) -> Iterator[Hold]:
    submission, application = campaign.submission, campaign.application
    if submission is None:
        return
    yield from pauses(application, now)
    yield from _unsendable(submission, application)
    if votes is None:
        votes = voters.approvals(campaign, submission)
    yield from _not_due(campaign, submission, votes, now)
    yield from quiet(application, now)
    if KINDS[submission.kind].is_everyone:
        yield from _everyone_today(application, now)


def pauses(
    application: Application, now: datetime, everything: Iterable[Pause] | None = None
) -> Iterator[Hold]:
    """The switches that are off for it: the one for `everything` first (looked up where the caller
    has not), then its own."""
    for pause in _PAUSES() if everything is None else everything:
        reason = translatable("All sending is paused: %(reason)s", reason=pause.reason)
        yield Hold(reason, pause="everything")
    if application.is_paused(now):
        why = application.paused_reason
        reason = translatable("The application is paused: %(reason)s", reason=Text(why))
        until = application.paused_until
        yield Hold(reason, until, pause="application", remedy=outcome.REMEDIES.get(why))


def _unsendable(submission: Submission, application: Application) -> Iterator[Hold]:
    """What only a person can mend."""
    if submission.digest_now(application) != submission.digest:
        yield Hold(translatable("What is stored differs from what was approved: unschedule it."))
    if application.data_centre not in data_centres.known():
        yield Hold(
            translatable("Set EXTRA_DATA_CENTRES: the application's data centre is unknown.")
        )
    try:
        encryption.unseal(application.app_secret_sealed, owner=application.app_key)
    except encryption.WrongKey:
        yield Hold(translatable("Set SECRETS_KEYS to the keys under which the secrets are stored."))


def _not_due(
    campaign: Campaign, submission: Submission, votes: list[Review], now: datetime
) -> Iterator[Hold]:
    """Reckoned from the votes again: a due time written by other means does not hurry it."""
    last_vote = max((vote.created for vote in votes), default=now)
    cool_down = campaign.application.cool_down_for(KINDS[submission.kind])
    due = window.due(submission.send_at, last_vote, cool_down)
    if submission.send_at is not None and now < submission.send_at:
        yield Hold(translatable("It is due at %(due)s.", due=due), due, is_planned=True)
    elif now < due:
        yield Hold(translatable("The cool-down for everyone lasts until %(due)s.", due=due), due)
    else:
        yield from retry(campaign, now)


def retry(campaign: Campaign, now: datetime) -> Iterator[Hold]:
    again = campaign.next_try_at
    if again is not None and now < again:
        yield Hold(
            translatable("It did not leave: the next try is at %(again)s.", again=again), again
        )


def quiet(application: Application, now: datetime) -> Iterator[Hold]:
    until = application.quiet_hours and application.quiet_hours.until(now)
    if until:
        yield Hold(translatable("Quiet hours last until %(until)s.", until=until), until)


def _everyone_today(application: Application, now: datetime) -> Iterator[Hold]:
    """The team's own limit, by the team's own midnight."""
    limit = scheduling_quota.everyone_limit(application, now)
    until = limit.until(now) if limit else None
    if limit and until:
        text = translatable_plural(
            "Today's %(count)d push to everyone is used.",
            "Today's %(count)d pushes to everyone are used.",
            limit.per_day,
        )
        yield Hold(text, until)


def _quota(campaign: Campaign, application: Application, now: datetime) -> Iterator[Hold]:
    """Looks at counted sends only: what is planned for later never blocks what is due. Of what is
    due together, the oldest goes first."""
    taken = scheduling_quota.counted_of(application, now)
    limits = application.limits
    if quota.fits(taken, limits, now):
        older = _OLDER(application=application.pk, due=campaign.due_at, now=now)
        if quota.fits([*taken, *[now] * len(older)], limits, now):
            return
        ahead = sum(_may_go(other, application, now) for other in older)
        if quota.fits([*taken, *[now] * ahead], limits, now):
            return
    yield no_room(taken, limits, now)


def no_room(taken: list[datetime], limits: quota.Limits, now: datetime) -> Hold:
    until = quota.next_free(taken, limits, now)
    return Hold(translatable("The provider's quota has no room yet."), until)


def _may_go(campaign: Campaign, application: Application, now: datetime) -> bool:
    """Whether nothing but the quota holds it: what cannot go keeps nobody waiting."""
    campaign.application = application
    return next(_besides_quota(campaign, now), None) is None
