"""A typed send time, and the question to ask where clocks skip or repeat it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.admin.components.send_windows import utc_offset_text
from campaigns.admin.forms.fields import chosen_fold, fold_name
from campaigns.domain.scheduling import clock_times

from .forms import CampaignForm


@dataclass(frozen=True)
class FoldAnswer:
    """A radio button: the first or the second of two equal clock times."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class TimeChoice:
    """A button that fills the field `name` with `value`."""

    name: str
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class TypedMoment:
    """`at`: the typed clock time in `zone`, naive; None if nothing or nothing readable is typed."""

    name: str
    at: datetime | None
    zone: ZoneInfo
    fold: int | None
    is_readable: bool = True

    @property
    def is_open(self) -> bool:
        """Whether something is typed that is no definite moment."""
        return not self.is_readable or (self.at is not None and self.moment is None)

    @property
    def moments(self) -> tuple[datetime, ...]:
        return clock_times.moments(self.at, self.zone) if self.at else ()

    @property
    def moment(self) -> datetime | None:
        """The moment that is meant, in UTC; None also while it is ambiguous."""
        if len(self.moments) == 2:
            return None if self.fold is None else self.moments[self.fold]
        return self.moments[0] if self.moments else None

    @property
    def is_asked(self) -> bool:
        """Whether clocks skip this time or show it twice, so that an answer is needed or can be
        changed."""
        return self.at is not None and len(self.moments) != 1

    @property
    def iso(self) -> str:
        return self.moment.isoformat() if self.moment else ""

    @property
    def own_clock(self) -> str:
        """A text that the browser completes if the reader's clock shows another time."""
        return _("On your clock: {time} ({zone}).")

    @property
    def said_id(self) -> str:
        """Id of the element that describes the field."""
        return description_id(self.name)

    @property
    def radio(self) -> str:
        return fold_name(self.name)

    @property
    def question(self) -> str:
        params = {"zone": self.zone.key, "time": f"{self.at:%H:%M}" if self.at else ""}
        if self.moments:
            return _("Clocks in %(zone)s show %(time)s twice that day. Which one?") % params
        return _("Clocks in %(zone)s skip %(time)s that day. Nearest times:") % params

    @property
    def answers(self) -> list[FoldAnswer]:
        """The two moments, where clocks show the time twice; [] otherwise."""
        if len(self.moments) < 2:
            return []
        labels = (_("The first %(time)s (%(offset)s)"), _("The second %(time)s (%(offset)s)"))
        return [
            FoldAnswer(
                str(fold),
                label % {"time": f"{self.at:%H:%M}", "offset": utc_offset_text(moment, self.zone)},
                self.fold == fold,
            )
            for fold, (label, moment) in enumerate(zip(labels, self.moments, strict=True))
        ]

    @property
    def ways_out(self) -> list[TimeChoice]:
        """The nearest existing times, where clocks skip the time; [] otherwise."""
        if self.at is None or self.moments:
            return []
        nearest = clock_times.gap_edges(self.at, self.zone)
        return [TimeChoice(self.name, field_value(at), f"{at:%Y-%m-%d %H:%M}") for at in nearest]


def field_value(at: datetime) -> str:
    """The value as a datetime-local input takes it."""
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def description_id(name: str) -> str:
    return f"moment-{name}"


def typed_moment(form: CampaignForm, name: str, zone: ZoneInfo) -> TypedMoment:
    """The value of the field, stored or posted. In another zone the time of day stays."""
    form.fields[name].widget.attrs["aria-describedby"] = description_id(name)
    try:
        at: datetime | None = form.fields[name].to_python(form[name].value())
    except forms.ValidationError:
        return TypedMoment(name, None, zone, None, is_readable=False)
    fold, stored = chosen_fold(form.data, name), form.initial.get(name)
    is_stored = not form.is_bound or name not in form.changed_data
    if fold is None and is_stored and isinstance(stored, datetime):
        fold = stored.astimezone(zone).fold
    return TypedMoment(name, at, zone, fold)


def day_and_time_text(moment: datetime, now: datetime) -> str:
    """`today 14:05` in the active time zone; `2026-11-27 09:00` from the day after tomorrow on."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    days = (local.date() - today).days
    if days == 0:
        return _("today %(time)s") % {"time": f"{local:%H:%M}"}
    if days == 1:
        return _("tomorrow %(time)s") % {"time": f"{local:%H:%M}"}
    return f"{local:%Y-%m-%d %H:%M}"
