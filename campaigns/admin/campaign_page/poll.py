"""An open campaign page asks again and again whether something has happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.admin.base import campaign_or_404, campaign_url
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock
from campaigns.models import OPEN_STATES, Campaign, Event
from campaigns.sending import heartbeats

POLL_SECONDS = {Status.IN_REVIEW: 10, Status.APPROVED: 3, Status.SENDING: 2}
"""Seconds between two questions of a page. In the other states nothing happens by itself."""
READING = (Status.IN_REVIEW,)
"""States in which people read, tick and write: the page is not replaced, a note is shown."""

STOP_POLLING = 286
"""HTTP status that tells htmx to stop polling."""


@dataclass(frozen=True)
class PollState:
    """`seen`: primary key of the latest event that the page shows, 0 before the first. `silent`:
    whether it says that nothing ticks or sends, "1" or ""."""

    status: str
    seen: int
    silent: str
    seconds: int


def poll_state(campaign: Campaign) -> PollState | None:
    """None if the page need not ask."""
    if campaign.status not in OPEN_STATES:
        return None
    seconds = POLL_SECONDS[Status(campaign.status)]
    return PollState(campaign.status, _latest(campaign.pk), _silent(campaign), seconds)


def _latest(pk: int) -> int:
    """A refused attempt has changed nothing, so it is no news."""
    events = Event.objects.filter(campaign_id=pk).exclude(verb=Verb.DENIED)
    return events.order_by("-pk").values_list("pk", flat=True).first() or 0


def _silent(campaign: Campaign) -> str:
    if campaign.status != Status.APPROVED:
        return ""
    beats = heartbeats.read(database_clock.now())
    return "1" if beats.silences_since(campaign.next_try_at) else ""


@require_safe
def campaign_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """204 if nothing happened since `seen`, and nothing stopped or came back. Otherwise the page is
    loaded again, or, in a state of READING, a note says that it should be."""
    campaign, query = campaign_or_404(request, pk), request.GET
    shown = (query.get("status"), query.get("seen"), query.get("silent", ""))
    if shown == (campaign.status, str(_latest(pk)), _silent(campaign)):
        return HttpResponse(status=204)
    if query.get("status") in READING:
        return render(
            request,
            "campaigns/campaign_page/_changed.html",
            {"campaign": campaign},
            status=STOP_POLLING,
        )
    return HttpResponse(headers={"HX-Redirect": campaign_url(pk)})


COUNTDOWN_SPAN = timedelta(days=1)
"""Farther away no countdown is shown: the date says more."""


@dataclass(frozen=True)
class Countdown:
    """`now` is the server's clock: the browser counts down from `due` - `now`."""

    due: datetime
    now: datetime


def countdown(campaign: Campaign, now: datetime) -> Countdown | None:
    """None if it is not approved, may leave already, or is more than COUNTDOWN_SPAN away."""
    due = campaign.due_at
    if campaign.status != Status.APPROVED or due is None or not now < due < now + COUNTDOWN_SPAN:
        return None
    return Countdown(due, now)
