"""Why due campaigns have not left, for lists: a fixed number of queries for all rows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from campaigns.applications import standing_pauses
from campaigns.domain.scheduling import quota
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign
from campaigns.scheduling.quota import counted_requests

from . import attempts, heartbeats, holds
from .holds import Hold
from .host import readiness


def first_holds(campaigns: Iterable[Campaign], now: datetime) -> dict[int, Hold]:
    """The first hold of each due campaign, by its key. Votes, digest and the limit of pushes to
    everyone are left to the campaign's own page."""
    due = [campaign for campaign in campaigns if _is_due(campaign, now)]
    if not due:
        return {}
    paused = standing_pauses.of_each([campaign.application for campaign in due], now)
    faults = readiness.faults(now)
    beats = heartbeats.read(now)
    taken: dict[int, list[datetime]] = {campaign.application_id: [] for campaign in due}
    for key, at in counted_requests([campaign.application for campaign in due], now):
        taken[key].append(at)
    waiting = [campaign for campaign in due if (campaign.next_try_at or now) > now]
    tries = attempts.tries([campaign.submission_id for campaign in waiting]) if waiting else {}
    first = {}
    for campaign in due:
        application = campaign.application
        all_holds = chain(
            holds.pauses(application, now, paused[application.pk]),
            holds.retry(campaign, now, tries.get(campaign.submission_id or 0)),
            holds.quiet(application, now),
            _quota(application, taken[application.pk], now),
            map(Hold, faults),
            map(Hold, beats.reasons_since(campaign.next_try_at)),
        )
        if (hold := next(all_holds, None)) is not None:
            first[campaign.pk] = hold
    return first


def _is_due(campaign: Campaign, now: datetime) -> bool:
    is_past = campaign.due_at is not None and campaign.due_at <= now
    return campaign.status == Status.APPROVED and is_past


def _quota(application: Application, taken: list[datetime], now: datetime) -> Iterator[Hold]:
    if not quota.fits(taken, application.limits, now):
        yield holds.no_room(taken, application.limits, now)
