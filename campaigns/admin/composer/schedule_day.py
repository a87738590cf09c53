"""The day of a draft's send time: its quota, its quiet hours, and the free times."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.components import quota_bar
from campaigns.admin.components.day_plan import PlanLine
from campaigns.domain.message.audience_kinds import AudienceKind
from campaigns.domain.scheduling import window
from campaigns.lib import i18n
from campaigns.models import Application
from campaigns.scheduling import quota, timeline

from .time_picker import TimeChoice, TypedMoment, day_and_time_text, field_value

LEAD, STEP = timedelta(minutes=10), timedelta(minutes=5)
"""A free time is at least LEAD away, so that a reviewer can look, and on a full STEP."""
AS_SOON_AS_APPROVED = gettext_lazy("As soon as approved")


@dataclass
class DayView:
    """`end`: the end of the window, typed or default. Read the sentences while the application's
    time zone is active."""

    application: Application
    kind: AudienceKind | None
    start: TypedMoment
    end: datetime
    now: datetime
    pk: int | None = None
    """Of the draft, once it is stored."""

    @property
    def cool_down(self) -> timedelta:
        """0 unless the push goes to everyone."""
        return self.application.cool_down_for(self.kind)

    @property
    def soonest(self) -> datetime:
        """When it would be due, were it approved now and as soon as approved."""
        return window.due(None, self.now, self.cool_down)

    @cached_property
    def plan(self) -> quota.Ledger:
        return quota.ledger(self.application, self.now, self.kind)

    @property
    def _day(self) -> datetime:
        return self.start.moment or self.now

    @property
    def is_full(self) -> bool:
        """Whether no send is left on the chosen day."""
        return self.plan.used(self._day) >= self.application.limits.per_day

    @property
    def budget(self) -> str:
        """The quota of the chosen day."""
        hourly = _("At most %(n)d within an hour.") % {"n": self.application.limits.per_hour}
        return f"{quota_bar.day_quota_text(self.plan, self._day, self.now)} {hourly}"

    @property
    def quiet(self) -> str:
        hours = self.application.quiet_hours
        if hours is None:
            return ""
        span = {"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"}
        return _("Quiet hours from %(start)s to %(end)s: nothing leaves then.") % span

    @cached_property
    def day(self) -> list[PlanLine]:
        """The other sends of the chosen day."""
        entries = timeline.day_entries(self.application, self._day, self.now, without=self.pk)
        return [PlanLine(entry) for entry in entries]

    @cached_property
    def problems(self) -> list[str]:
        problems = quota.window_problems(
            self.application, self.kind, self.start.moment, self.end, self.now, self.plan
        )
        return [i18n.render(problem.text) for problem in problems]

    @property
    def held(self) -> str:
        """When it would really leave, if that is later than the chosen moment; "" otherwise."""
        due = window.due(self.start.moment, self.now, self.cool_down)
        first = None if self.problems else self.plan.first_moment(due, self.end)
        if first is None or first - due < timedelta(minutes=1):
            return ""
        shown = {"time": day_and_time_text(first, self.now)}
        hours = self.application.quiet_hours
        if hours is not None and hours.until(due) is not None:
            return _("It would wait until %(time)s, because of the quiet hours.") % shown
        return _("It would wait until %(time)s, because of the quota.") % shown

    @cached_property
    def choices(self) -> list[TimeChoice]:
        """ "As soon as approved" and three free times, after the chosen one if that is taken."""
        first = _round(max(self.now + LEAD, self.soonest))
        if self.start.moment and self.problems:
            first = max(first, self.start.moment)
        asap = TimeChoice(self.start.name, "", str(AS_SOON_AS_APPROVED), self.start.at is None)
        return [asap, *(self._choice(moment) for moment in self.plan.free_times(first))]

    def _choice(self, moment: datetime) -> TimeChoice:
        value = field_value(moment.astimezone(self.start.zone))
        is_chosen = moment == self.start.moment
        label = capfirst(day_and_time_text(moment, self.now))
        return TimeChoice(self.start.name, value, label, is_chosen)


def _round(moment: datetime) -> datetime:
    """The next full STEP."""
    over = timedelta(
        minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment + (STEP - over if over else over)
