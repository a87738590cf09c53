"""When a campaign may be sent: its window, quiet hours, cool-down, daily limit and the quota."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .quota import HORIZON, Limits, fits, next_free

MINUTES_AFTER_START = 30
HOURS_AFTER_SUBMISSION = 4
"""Default end of the window: after send at, or after the submission when send at is empty."""

FREE_TIMES_OFFERED = 3


def hours_hold(start: time, end: time, clock: time) -> bool:
    """Whether hours from `start` to before `end` hold `clock`; over midnight when `end` is the
    smaller, none when the two are equal."""
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


@dataclass(frozen=True)
class QuietHours:
    """No push leaves from `start` (included) to `end` (excluded), clock times in the team's `zone`
    (an IANA name)."""

    start: time
    end: time
    zone: str

    def until(self, at: datetime) -> datetime | None:
        """The end of the quiet hours that contain `at`; None if `at` is outside them."""
        local = at.astimezone(ZoneInfo(self.zone))
        if not hours_hold(self.start, self.end, local.time()):
            return None
        day = local.date()
        if self.start > self.end and local.time() >= self.start:
            day += timedelta(days=1)
        # fold: if clocks show the end twice, take the one after `at`
        end = datetime.combine(day, self.end.replace(fold=local.fold), ZoneInfo(self.zone))
        return end.astimezone(at.tzinfo)


@dataclass(frozen=True)
class EveryoneLimit:
    """The team's own limit of pushes to everyone per day; the day begins at midnight in `zone`.
    `taken`: the moments (aware) of those sent or planned."""

    per_day: int
    zone: str
    taken: tuple[datetime, ...]

    def until(self, at: datetime) -> datetime | None:
        """The midnight at the end of the day of `at`; None if that day has a push left."""
        zone = ZoneInfo(self.zone)
        today = at.astimezone(zone).date()
        days = [moment.astimezone(zone).date() for moment in self.taken]
        if days.count(today) < self.per_day:
            return None
        midnight = datetime.combine(today + timedelta(days=1), time(0), zone)
        return midnight.astimezone(at.tzinfo)


def default_send_before(send_at: datetime | None, now: datetime) -> datetime:
    """The end of a window for which none was typed."""
    if send_at is None:
        return now + timedelta(hours=HOURS_AFTER_SUBMISSION)
    return send_at + timedelta(minutes=MINUTES_AFTER_START)


def due(send_at: datetime | None, last_vote: datetime, cool_down: timedelta) -> datetime:
    """The first moment at which an approved campaign may be sent."""
    return max(send_at or last_vote, last_vote + cool_down)


def first_moment(
    earliest: datetime,
    send_before: datetime,
    *,
    taken: Sequence[datetime],
    limits: Limits,
    quiet: QuietHours | None,
    everyone: EveryoneLimit | None = None,
) -> datetime | None:
    """The first moment from `earliest` to `send_before` (excluded) that is outside quiet hours and
    within the quota; None if there is none. In the zone of `earliest`. `everyone` is the limit to
    keep if the push reaches everyone."""
    moment, send_before = earliest.astimezone(UTC), send_before.astimezone(UTC)
    closed = [rule for rule in (quiet, everyone) if rule is not None]
    while moment < send_before:
        opens = next((end for rule in closed if (end := rule.until(moment))), None)
        if opens is not None:
            moment = opens
        elif fits(taken, limits, moment):
            return moment.astimezone(earliest.tzinfo)
        else:
            moment = next_free(taken, limits, moment) or send_before
    return None


def free_times(
    start: datetime,
    *,
    taken: Sequence[datetime],
    limits: Limits,
    quiet: QuietHours | None,
    everyone: EveryoneLimit | None = None,
) -> list[datetime]:
    """Up to FREE_TIMES_OFFERED moments as `first_moment` finds them, the soonest first, at least an
    hour apart."""
    times: list[datetime] = []
    while len(times) < FREE_TIMES_OFFERED:
        moment = first_moment(
            start, start + HORIZON, taken=taken, limits=limits, quiet=quiet, everyone=everyone
        )
        if moment is None:
            break
        times.append(moment)
        start = moment + timedelta(hours=1)
    return times
