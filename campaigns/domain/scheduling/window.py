"""When a campaign may be sent: its window, quiet hours, cool-down, daily limit and the quota."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .clock_times import first_after, local
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
        """The first moment after `at` outside the quiet hours that contain it; None if `at` is
        outside them."""
        zone = ZoneInfo(self.zone)
        if self._is_over(local(at, zone)):
            return None
        return first_after(at, zone, self.end, self._is_over).astimezone(at.tzinfo)

    def _is_over(self, shown: datetime) -> bool:
        return not hours_hold(self.start, self.end, shown.time())


@dataclass(frozen=True)
class EveryoneLimit:
    """The team's own limit of pushes to everyone per day; the day begins at midnight in `zone`.
    `taken`: the moments (aware) of those sent or planned."""

    per_day: int
    zone: str
    taken: tuple[datetime, ...]

    def until(self, at: datetime) -> datetime | None:
        """The first moment after the day of `at`; None if that day has a push left."""
        zone = ZoneInfo(self.zone)
        today = local(at, zone).date()
        days = [local(moment, zone).date() for moment in self.taken]
        if days.count(today) < self.per_day:
            return None
        end = first_after(at, zone, time(0), lambda shown: shown.date() != today)
        return end.astimezone(at.tzinfo)


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
