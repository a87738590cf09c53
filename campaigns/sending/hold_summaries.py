"""Why due campaigns have not left, for lists: in a fixed number of queries for all rows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from campaigns.domain.scheduling import quota
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Pause
from campaigns.scheduling.quota import counted_requests

from . import holds
from .holds import Hold
from .host import readiness


def at_a_glance(campaigns: Iterable[Campaign], now: datetime) -> dict[int, Hold]:
    """By the campaign's key: the first thing that keeps each due one. Its votes, its digest and
    the team's limit of pushes to everyone are not looked at: its own page does."""
    due = [one for one in campaigns if one.status == Status.APPROVED and _is_due(one, now)]
    if not due:
        return {}
    everything, faults = list(Pause.objects.all()), readiness.faults(now)
    taken: dict[int, list[datetime]] = {one.application_id: [] for one in due}
    for key, at in counted_requests([one.application for one in due], now):
        taken[key].append(at)
    found = {}
    for one in due:
        told = chain(
            holds.pauses(one.application, now, everything),
            holds.retry(one, now),
            holds.quiet(one.application, now),
            _full(one.application, taken[one.application_id], now),
            map(Hold, faults),
        )
        if (hold := next(told, None)) is not None:
            found[one.pk] = hold
    return found


def _is_due(campaign: Campaign, now: datetime) -> bool:
    return campaign.due_at is not None and campaign.due_at <= now


def _full(application: Application, taken: list[datetime], now: datetime) -> Iterator[Hold]:
    if not quota.fits(taken, application.limits, now):
        yield holds.no_room(taken, application.limits, now)
