"""An application's day: what left, what is planned, and where one more campaign would stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign, OutsideSend
from campaigns.models.sending import COUNTED


class Mark(StrEnum):
    SENT = "sent"
    OUTSIDE = "outside"
    RESERVED = "reserved"
    THIS = "this"


@dataclass(frozen=True)
class Entry:
    """One send of the day. `name` is the campaign's, or the note of a send made elsewhere;
    `outcome` that of the try, "" before there is one."""

    at: datetime
    mark: Mark
    name: str
    campaign_pk: int | None = None
    outcome: str = ""


def day(application: Application, at: datetime) -> tuple[datetime, datetime]:
    """The natural day of the team's zone that holds `at`: its midnight and the next one."""
    zone = ZoneInfo(application.time_zone)
    date = at.astimezone(zone).date()
    first = datetime.combine(date, time(0), zone)
    return first, datetime.combine(date + timedelta(days=1), time(0), zone)


def of_day(
    application: Application, at: datetime, now: datetime, *, but: int | None = None
) -> list[Entry]:
    """The day of `at`, in its order, in three queries; `but` is the key of a campaign that is not
    looked at."""
    first, last = day(application, at)
    found = [*_left(application, first, last), *_planned(application, but, now)]
    inside = [entry for entry in found if first <= entry.at < last]
    return sorted(inside, key=lambda entry: entry.at)


def around(campaign: Campaign, at: datetime, now: datetime) -> list[Entry]:
    """The day of `at` with this campaign at `at`."""
    this = Entry(at, Mark.THIS, campaign.name, campaign.pk)
    others = of_day(campaign.application, at, now, but=campaign.pk)
    return sorted([*others, this], key=lambda entry: entry.at)


def _left(application: Application, first: datetime, last: datetime) -> Iterator[Entry]:
    """Everything that uses the quota, by this console or elsewhere."""
    tries = Attempt.objects.filter(
        COUNTED, application=application, started__gte=first, started__lt=last
    )
    columns = ("started", "submission__campaign__name", "submission__campaign", "outcome")
    for at, name, pk, outcome in tries.values_list(*columns):
        yield Entry(at, Mark.SENT, name, pk, outcome)
    outside = OutsideSend.objects.filter(application=application, at__gte=first, at__lt=last)
    for at, note in outside.values_list("at", "note"):
        yield Entry(at, Mark.OUTSIDE, note)


def _planned(application: Application, but: int | None, now: datetime) -> Iterator[Entry]:
    """What is held is reckoned with now, as in the ledger."""
    others = Campaign.objects.filter(application=application, status=Status.APPROVED).exclude(
        pk=but or 0
    )
    for pk, name, due in others.values_list("pk", "name", "due_at"):
        yield Entry(max(due or now, now), Mark.RESERVED, name, pk)
