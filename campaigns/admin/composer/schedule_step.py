"""The schedule of a draft while it is written: what its times mean, and what has to be asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.admin.components.send_windows import offset, with_offset
from campaigns.domain.message.audience_kinds import AudienceKind
from campaigns.domain.scheduling import window
from campaigns.models import Application

from . import live
from .forms import CampaignForm
from .schedule_day import Room
from .time_picker import Typed, day_and_time, typed


@dataclass
class Step:
    """Sentences are made when read: with the zone of the application active."""

    pk: int | None
    application: Application | None
    kind: AudienceKind | None
    start: Typed
    end: Typed
    now: datetime

    @property
    def url(self) -> str:
        return reverse("admin:campaigns_campaign_schedule", args=[self.pk] if self.pk else [])

    @property
    def clock(self) -> str:
        """Which clock the times are on, and what it shows."""
        if self.application is None:
            return _("Choose the application first: times are on the clock of its team.")
        return _("Times are on the clock of %(zone)s (%(offset)s), where it is %(time)s now.") % {
            "zone": self.start.zone.key,
            "offset": offset(self.now, self.start.zone),
            "time": f"{timezone.localtime(self.now):%H:%M}",
        }

    @cached_property
    def room(self) -> Room | None:
        """None while no application is chosen, or while a time has to be asked about."""
        if self.application is None or self.start.is_open or self.end.is_open:
            return None
        return Room(self.application, self.kind, self.start, self.send_before, self.now, self.pk)

    @cached_property
    def send_before(self) -> datetime:
        """The end of the window, typed or default."""
        return self.end.moment or window.default_send_before(self.start.moment, self.now)

    @property
    def start_said(self) -> str:
        if self.start.moment:
            return until(self.start.moment, self.now)
        if self.start.is_open:
            return ""
        cool_down = self.room.cool_down if self.room else timedelta(0)
        if not cool_down:
            return _("As soon as it is approved.")
        shown = {"span": timeuntil(self.now + cool_down, self.now)}
        return _("%(span)s after the last vote, so that it can still be stopped.") % shown

    @property
    def end_said(self) -> str:
        if self.end.moment:
            return until(self.end.moment, self.now)
        if self.end.is_open or self.start.is_open:
            return ""
        time = day_and_time(self.send_before, self.now)
        if self.start.moment is None:
            shown = {"hours": window.HOURS_AFTER_SUBMISSION, "time": time}
            return (
                _("Left empty: %(hours)d hours after submission, %(time)s if submitted now.")
                % shown
            )
        shown = {"minutes": window.MINUTES_AFTER_START, "time": time}
        return _("Left empty: %(minutes)d minutes after the start, %(time)s.") % shown


def until(moment: datetime, now: datetime) -> str:
    """The moment, in UTC, with its zone, and how far off it is."""
    words = {"moment": with_offset(moment)}
    if moment <= now:
        return _("%(moment)s, %(span)s ago.") % {**words, "span": timesince(moment, now)}
    return _("%(moment)s, in %(span)s.") % {**words, "span": timeuntil(moment, now)}


def step(form: CampaignForm, now: datetime) -> Step:
    """Of the form as it stands, posted or not."""
    _ = form.errors  # read, if that has not happened yet
    application = live.application(form)
    zone = live.zone(application)
    return Step(
        form.instance.pk,
        application,
        live.kind(form),
        typed(form, "send_at", zone),
        typed(form, "send_before", zone),
        now,
    )


@require_POST
def show(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What follows the typing; writes nothing."""
    seen = step(live.unsaved(request, pk), timezone.now())
    context = {"schedule": seen, "oob": True}
    with timezone.override(seen.start.zone):
        return render(request, "campaigns/composer/_schedule_live.html", context)
