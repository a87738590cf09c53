"""When a campaign may go: its window, quiet hours, cool-down and the quota, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .quota import HORIZON, Limits, fits, next_free

MINUTES_AFTER_START = 30
HOURS_AFTER_SUBMISSION = 4
"""Default end of the window: after send at, or after the submission when send at is empty."""

CHOICES = 3
"""How many free times a person is offered."""


@dataclass(frozen=True)
class QuietHours:
    """No push leaves from `start` (included) to `end` (not included) in the team's zone."""

    start: time
    end: time
    zone: str

    def until(self, at: datetime) -> datetime | None:
        """When the quiet hours that hold `at` end; None if it is not quiet."""
        local = at.astimezone(ZoneInfo(self.zone))
        if not self._holds(local.time()):
            return None
        day = local.date()
        if self.start > self.end and local.time() >= self.start:
            day += timedelta(days=1)
        # the fold: in the hour that a clock shows twice, the end that is still ahead
        end = datetime.combine(day, self.end.replace(fold=local.fold), ZoneInfo(self.zone))
        return end.astimezone(at.tzinfo)

    def _holds(self, clock: time) -> bool:
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True)
class EveryoneLimit:
    """The team's own limit of everyone-pushes a day, by the midnight of its zone. `taken` are the
    moments of those sent or planned."""

    per_day: int
    zone: str
    taken: tuple[datetime, ...]

    def until(self, at: datetime) -> datetime | None:
        """The midnight that ends a day whose pushes to everyone are used; None if one is left."""
        zone = ZoneInfo(self.zone)
        today = at.astimezone(zone).date()
        days = [moment.astimezone(zone).date() for moment in self.taken]
        if days.count(today) < self.per_day:
            return None
        midnight = datetime.combine(today + timedelta(days=1), time(0), zone)
        return midnight.astimezone(at.tzinfo)


def send_before_default(send_at: datetime | None, now: datetime) -> datetime:
    if send_at is None:
        return now + timedelta(hours=HOURS_AFTER_SUBMISSION)
    return send_at + timedelta(minutes=MINUTES_AFTER_START)


def due(send_at: datetime | None, last_vote: datetime, cool_down: timedelta) -> datetime:
    """The first moment at which an approved campaign may go."""
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
    """The first moment in the window outside quiet hours at which the quota has room; `everyone`
    is the limit to keep where the push reaches everyone."""
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
    """Three choices of a free moment as `first_moment` finds it, the soonest first, an hour
    apart."""
    found: list[datetime] = []
    while len(found) < CHOICES:
        moment = first_moment(
            start, start + HORIZON, taken=taken, limits=limits, quiet=quiet, everyone=everyone
        )
        if moment is None:
            break
        found.append(moment)
        start = moment + timedelta(hours=1)
    return found
