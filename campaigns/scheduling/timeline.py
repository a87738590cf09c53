"""An application's day: what was sent, what is planned, and where one more campaign would go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from campaigns.domain.scheduling.clock_times import midnights
from campaigns.domain.workflow import Status
from campaigns.models import COUNTED_OUTCOMES, Application, Attempt, Campaign, OutsideSend


class Mark(StrEnum):
    SENT = "sent"
    OUTSIDE = "outside"
    RESERVED = "reserved"
    THIS = "this"


@dataclass(frozen=True)
class DayEntry:
    """One send of the day. `name`: the campaign's name, or the note of a send made elsewhere.
    `outcome`: the attempt's, "" before there is one."""

    at: datetime
    mark: Mark
    name: str
    campaign_pk: int | None = None
    outcome: str = ""


def day_bounds(application: Application, at: datetime) -> tuple[datetime, datetime]:
    """The moments that begin and end the day of `at` in the team's zone."""
    zone = ZoneInfo(application.time_zone)
    date = at.astimezone(zone).date()
    return midnights(date, zone)[0], midnights(date + timedelta(days=1), zone)[-1]


def day_entries(
    application: Application, at: datetime, now: datetime, *, without: int | None = None
) -> list[DayEntry]:
    """What leaves on the day of `at`, in the order of time, in three queries. `without`: the key
    of a campaign to leave out."""
    first, last = day_bounds(application, at)
    entries = [*_sent(application, first, last), *_planned(application, without, now)]
    inside = [entry for entry in entries if first <= entry.at < last]
    return sorted(inside, key=lambda entry: entry.at)


def day_entries_with(campaign: Campaign, at: datetime, now: datetime) -> list[DayEntry]:
    """`day_entries`, with this campaign at `at`."""
    this = DayEntry(at, Mark.THIS, campaign.name, campaign.pk)
    others = day_entries(campaign.application, at, now, without=campaign.pk)
    return sorted([*others, this], key=lambda entry: entry.at)


def _sent(application: Application, first: datetime, last: datetime) -> Iterator[DayEntry]:
    """Everything that uses the quota, sent by this console or elsewhere."""
    attempts = Attempt.objects.filter(
        COUNTED_OUTCOMES, application=application, started__gte=first, started__lt=last
    )
    columns = ("started", "submission__campaign__name", "submission__campaign", "outcome")
    for at, name, pk, outcome in attempts.values_list(*columns):
        yield DayEntry(at, Mark.SENT, name, pk, outcome)
    outside = OutsideSend.objects.filter(application=application, at__gte=first, at__lt=last)
    for at, note in outside.values_list("at", "note"):
        yield DayEntry(at, Mark.OUTSIDE, note)


def _planned(application: Application, without: int | None, now: datetime) -> Iterator[DayEntry]:
    """A campaign whose due time has passed stands at now, as in the ledger."""
    others = Campaign.objects.filter(application=application, status=Status.APPROVED).exclude(
        pk=without or 0
    )
    for pk, name, due in others.values_list("pk", "name", "due_at"):
        yield DayEntry(max(due or now, now), Mark.RESERVED, name, pk)
