"""Holds: why an approved campaign may not leave now. The claim asks under the lock; screens and the
command line ask the same question, to say what a campaign waits for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from campaigns.applications import data_centres, standing_pauses
from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.pauses import REMEDIES, PauseKind, StandingPause
from campaigns.domain.scheduling import quota, window
from campaigns.domain.translatable import Text, translatable, translatable_plural
from campaigns.domain.workflow import Status
from campaigns.lib import encryption
from campaigns.lib.prepared_queries import Prepared, key, moment
from campaigns.models import CONTENT_COLUMNS, Application, Campaign, Review, Submission
from campaigns.review import voters
from campaigns.scheduling.quota import everyone_limit, request_times

from . import attempts, heartbeats
from .host import readiness


@dataclass(frozen=True)
class Hold:
    """`until`: when it ends, if known. `is_planned`: the campaign only waits for its own time.
    `pause`: which one holds it, if one does. `remedy`: what a person has to do."""

    reason: Text
    until: datetime | None = None
    is_planned: bool = False
    pause: StandingPause | None = None
    remedy: Text | None = None


def current(campaign: Campaign, now: datetime, *, votes: list[Review] | None = None) -> Hold | None:
    """What an approved campaign waits for at `now`, for people; None if nothing holds it.

    If no rule does, a fault of a sending machine may, or that nothing ticks or sends.
    """
    return binding(campaign, now, votes=votes) or next(_idle(campaign, now), None)


def binding(campaign: Campaign, now: datetime, *, votes: list[Review] | None = None) -> Hold | None:
    """The first rule that keeps an approved campaign from leaving at `now`; None if it may leave.

    `votes`: the approvals that count, if the caller has just read them.
    """
    return next(_holds(campaign, now, votes), None)


def every(campaign: Campaign, now: datetime) -> list[Hold]:
    """Every hold of an approved campaign at `now`. Before its due time, quiet hours and quota are
    left out: those of this moment do not concern it."""
    binding_holds: list[Hold] = []
    is_early = campaign.due_at is not None and now < campaign.due_at
    for hold in _holds(campaign, now, None):
        binding_holds.append(hold)
        if is_early and hold.until and not hold.pause:
            return binding_holds
    return binding_holds or list(_idle(campaign, now))


def _idle(campaign: Campaign, now: datetime) -> Iterator[Hold]:
    yield from map(Hold, readiness.faults(now))
    yield from map(Hold, heartbeats.read(now).reasons_since(campaign.next_try_at))


_NOW = moment("now")
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
        .defer(*CONTENT_COLUMNS)
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
    votes = voters.approvals(campaign, submission) if votes is None else votes
    yield from _not_due(campaign, submission, votes, now)
    yield from quiet(application, now)
    if KINDS[submission.kind].is_everyone:
        yield from _everyone_today(application, now)


def pauses(
    application: Application, now: datetime, standing_now: Iterable[StandingPause] | None = None
) -> Iterator[Hold]:
    """The pause of everything first, then the application's own. `standing_now`: those that hold,
    if the caller has them."""
    for pause in standing_pauses.of(application, now) if standing_now is None else standing_now:
        yield Hold(pause_text(pause), pause.until, pause=pause, remedy=REMEDIES.get(pause.kind))


def pause_text(pause: StandingPause) -> Text:
    if pause.kind is PauseKind.EVERYTHING:
        return translatable("All sending is paused: %(reason)s", reason=pause.said)
    return translatable("The application is paused: %(reason)s", reason=pause.said)


def _unsendable(submission: Submission, application: Application) -> Iterator[Hold]:
    """Faults that only a person can mend: a changed digest, an unknown data centre, a lost key."""
    if submission.digest_now(application) != submission.digest:
        yield Hold(translatable("What is stored differs from what was approved: unschedule it."))
    if application.data_centre not in data_centres.known():
        reason = translatable("Set EXTRA_DATA_CENTRES: the application's data centre is unknown.")
        yield Hold(reason)
    if not encryption.opens(application.app_secret_sealed, owner=application.app_key):
        yield Hold(translatable("Set SECRETS_KEYS to the keys under which the secrets are stored."))


def _not_due(
    campaign: Campaign, submission: Submission, votes: list[Review], now: datetime
) -> Iterator[Hold]:
    """Recalculates the due time from the votes: a changed `due_at` makes nothing leave earlier."""
    last_vote = max((vote.created for vote in votes), default=now)
    cool_down = campaign.application.cool_down_for(KINDS[submission.kind])
    due = window.due(submission.send_at, last_vote, cool_down)
    if submission.send_at is not None and now < submission.send_at:
        yield Hold(translatable("It is due at %(due)s.", due=due), due, is_planned=True)
    elif now < due:
        yield Hold(translatable("The cool-down for everyone lasts until %(due)s.", due=due), due)
    else:
        yield from retry(campaign, now)


def retry(campaign: Campaign, now: datetime, tries: attempts.Tries | None = None) -> Iterator[Hold]:
    """`tries`: those of the campaign, if the caller has them."""
    again = campaign.next_try_at
    if again is not None and now < again:
        yield Hold(attempts.retry_text(campaign, again, tries), again)


def quiet(application: Application, now: datetime) -> Iterator[Hold]:
    until = application.quiet_hours and application.quiet_hours.until(now)
    if until:
        yield Hold(translatable("Quiet hours last until %(until)s.", until=until), until)


def _everyone_today(application: Application, now: datetime) -> Iterator[Hold]:
    """The team's limit of pushes to everyone, per day in the team's time zone."""
    limit = everyone_limit(application, now)
    until = limit.until(now) if limit else None
    if limit and until:
        reason = translatable_plural(
            "Today's %(count)d push to everyone is used.",
            "Today's %(count)d pushes to everyone are used.",
            limit.per_day,
        )
        yield Hold(reason, until)


def _quota(campaign: Campaign, application: Application, now: datetime) -> Iterator[Hold]:
    """The provider's quota. Only counted sends use it, planned ones do not; among due campaigns the
    oldest goes first."""
    taken = request_times(application, now)
    limits = application.limits
    if quota.fits(taken, limits, now):
        older = _OLDER(application=application.pk, due=campaign.due_at, now=now)
        if quota.fits([*taken, *[now] * len(older)], limits, now):
            return
        ahead = sum(_may_leave(other, application, now) for other in older)
        if quota.fits([*taken, *[now] * ahead], limits, now):
            return
    yield no_room(taken, limits, now)


def no_room(taken: list[datetime], limits: quota.Limits, now: datetime) -> Hold:
    until = quota.next_free(taken, limits, now)
    return Hold(translatable("The provider's quota has no room yet."), until)


def _may_leave(campaign: Campaign, application: Application, now: datetime) -> bool:
    """Does nothing but the quota hold it? A campaign held otherwise keeps no other waiting."""
    campaign.application = application
    return next(_besides_quota(campaign, now), None) is None
