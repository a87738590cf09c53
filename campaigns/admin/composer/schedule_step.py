"""The schedule step of the compose page: what the typed times mean, and what to ask about them."""

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

from campaigns.admin.components.send_windows import moment_with_offset, utc_offset_text
from campaigns.domain.message.audience_kinds import AudienceKind
from campaigns.domain.scheduling import window
from campaigns.lib import database_clock
from campaigns.models import Application

from . import live
from .forms import CampaignForm
from .schedule_day import DayView
from .time_picker import TypedMoment, day_and_time_text, typed_moment


@dataclass
class ScheduleStep:
    """Read the sentences while the application's time zone is active."""

    pk: int | None
    application: Application | None
    kind: AudienceKind | None
    start: TypedMoment
    end: TypedMoment
    now: datetime

    @property
    def url(self) -> str:
        return reverse("admin:campaigns_campaign_schedule", args=[self.pk] if self.pk else [])

    @property
    def clock(self) -> str:
        """The time zone of the step and the time there now."""
        if self.application is None:
            return _("Choose the application first: times are on the clock of its team.")
        return _("Times are on the clock of %(zone)s (%(offset)s), where it is %(time)s now.") % {
            "zone": self.start.zone.key,
            "offset": utc_offset_text(self.now, self.start.zone),
            "time": f"{timezone.localtime(self.now):%H:%M}",
        }

    @cached_property
    def room(self) -> DayView | None:
        """None while no application is chosen or a typed time is ambiguous."""
        if self.application is None or self.start.is_open or self.end.is_open:
            return None
        return DayView(self.application, self.kind, self.start, self.send_before, self.now, self.pk)

    @cached_property
    def send_before(self) -> datetime:
        """The end of the window, typed or default."""
        return self.end.moment or window.default_send_before(self.start.moment, self.now)

    @property
    def start_said(self) -> str:
        if self.start.moment:
            return distance_text(self.start.moment, self.now)
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
            return distance_text(self.end.moment, self.now)
        if self.end.is_open or self.start.is_open:
            return ""
        time = day_and_time_text(self.send_before, self.now)
        if self.start.moment is None:
            shown = {"hours": window.HOURS_AFTER_SUBMISSION, "time": time}
            return (
                _("Left empty: %(hours)d hours after submission, %(time)s if submitted now.")
                % shown
            )
        shown = {"minutes": window.MINUTES_AFTER_START, "time": time}
        return _("Left empty: %(minutes)d minutes after the start, %(time)s.") % shown


def distance_text(moment: datetime, now: datetime) -> str:
    """The moment with its zone and UTC offset, and how far away it is."""
    words = {"moment": moment_with_offset(moment)}
    if moment <= now:
        return _("%(moment)s, %(span)s ago.") % {**words, "span": timesince(moment, now)}
    return _("%(moment)s, in %(span)s.") % {**words, "span": timeuntil(moment, now)}


def schedule_of(form: CampaignForm, now: datetime) -> ScheduleStep:
    """The step for the form as it stands, posted or not."""
    form.is_valid()  # cleans the fields, if that has not happened yet
    application = live.application(form)
    zone = live.zone(application)
    return ScheduleStep(
        form.instance.pk,
        application,
        live.kind(form),
        typed_moment(form, "send_at", zone),
        typed_moment(form, "send_before", zone),
        now,
    )


@require_POST
def schedule_preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The step for what is typed. Writes nothing."""
    seen = schedule_of(live.unsaved(request, pk), database_clock.now())
    context = {"schedule": seen, "oob": True}
    with timezone.override(seen.start.zone):
        return render(request, "campaigns/composer/_schedule_live.html", context)
