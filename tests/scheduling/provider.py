"""A provider that counts in one reading of its sentence, written without a look at our rule."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Reading:
    """What "2 times per hour and 3 times per day (natural day)" may mean."""

    per_hour: int
    per_day: int
    rolling: bool
    """The last 60 minutes, or the hour that the provider's clock shows."""
    zone: str
    """Whose midnight, and whose full hours."""
    ahead: timedelta
    """How far the provider's clock is ahead of ours."""
    counts_refused: bool


@dataclass
class Provider:
    reading: Reading
    counted: list[datetime] = field(default_factory=list)
    """By its own clock, in its own zone."""
    refused: int = 0

    def receive(self, at: datetime) -> bool:
        """A request that arrives `at` by our clock; was it let through?"""
        now = (at + self.reading.ahead).astimezone(ZoneInfo(self.reading.zone))
        full = self._in_hour(now) >= self.reading.per_hour or self._in_day(now) >= (
            self.reading.per_day
        )
        if not full or self.reading.counts_refused:
            self.counted.append(now)
        self.refused += full
        return not full

    def _in_hour(self, now: datetime) -> int:
        if self.reading.rolling:
            return sum(now.timestamp() - one.timestamp() < 3600 for one in self.counted)
        return sum((one.date(), one.hour) == (now.date(), now.hour) for one in self.counted)

    def _in_day(self, now: datetime) -> int:
        return sum(one.date() == now.date() for one in self.counted)
