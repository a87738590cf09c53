"""When a campaign may go: its window, quiet hours, cool-down and the quota, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .quota import HORIZON, Limits, fits, next_free

DEFAULT_WINDOW = timedelta(minutes=30)
DEFAULT_WINDOW_WHEN_APPROVED = timedelta(hours=4)
"""Default length of the window: from send at, or from the submission when send at is empty."""

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


def send_before_default(send_at: datetime | None, now: datetime) -> datetime:
    if send_at is None:
        return now + DEFAULT_WINDOW_WHEN_APPROVED
    return send_at + DEFAULT_WINDOW


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
) -> datetime | None:
    """The first moment in the window outside quiet hours at which the quota has room."""
    moment, send_before = earliest.astimezone(UTC), send_before.astimezone(UTC)
    while moment < send_before:
        awake = quiet.until(moment) if quiet else None
        if awake is not None:
            moment = awake
        elif fits(taken, limits, moment):
            return moment.astimezone(earliest.tzinfo)
        else:
            moment = next_free(taken, limits, moment) or send_before
    return None


def free_times(
    start: datetime, *, taken: Sequence[datetime], limits: Limits, quiet: QuietHours | None
) -> list[datetime]:
    """Three choices of a free moment outside quiet hours, the soonest first, an hour apart."""
    found: list[datetime] = []
    while len(found) < CHOICES:
        moment = first_moment(start, start + HORIZON, taken=taken, limits=limits, quiet=quiet)
        if moment is None:
            break
        found.append(moment)
        start = moment + timedelta(hours=1)
    return found
