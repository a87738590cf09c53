"""Heartbeats: when the tick last looked, and when a sender last took up a message. One that is old
is a hold that everybody sees, whatever the cause.

Both moments are written and compared by the database's clock, so that no other clock makes a
heartbeat look younger or older than it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.functions import Now

from campaigns.domain.translatable import Text, translatable
from campaigns.models import Heartbeat

SILENT = timedelta(seconds=15)
"""Older than this, a heartbeat has stopped: they come every 10 s. A campaign is held by that when
its own time has been over for as long."""


def note_tick() -> None:
    if not Heartbeat.objects.update(at=Now()):
        Heartbeat.objects.get_or_create(only=True, defaults={"at": Now()})


def note_sender() -> None:
    """Does nothing before the first tick, which makes the row."""
    Heartbeat.objects.update(senders_at=Now())


@dataclass(frozen=True)
class Heartbeats:
    """`ticked`: the tick's. `taken`: the senders'. None: there was none yet. `now`: the database's
    clock, or the reader's where there is no row yet."""

    now: datetime
    ticked: datetime | None = None
    taken: datetime | None = None

    def silences(self) -> list[Text]:
        """What has stopped, since when, and what to start; [] if nothing has. One sentence: without
        the tick nobody asks the senders."""
        if self._is_silent(self.ticked):
            return [_nothing_ticks(self.ticked)]
        return [_nothing_sends(self.taken)] if self._is_silent(self.taken) else []

    def silences_since(self, next_try: datetime | None) -> list[Text]:
        """Those that keep a campaign waiting that may be tried since `next_try`; [] before it has
        waited for as long as a heartbeat may take."""
        return self.silences() if self._is_late(next_try) else []

    def reasons_since(self, next_try: datetime | None) -> list[Text]:
        """Why a campaign that nothing else holds waits; [] before it is late by as much. With both
        heartbeats it is in line, behind a rush or behind sends that hang."""
        return (self.silences() or [_NO_SENDER_IS_FREE]) if self._is_late(next_try) else []

    def _is_late(self, next_try: datetime | None) -> bool:
        return next_try is not None and self._is_silent(next_try)

    def _is_silent(self, last: datetime | None) -> bool:
        return last is None or self.now - last > SILENT


def read(now: datetime) -> Heartbeats:
    """In one query. `now` stands in for the database's clock where there is no row yet."""
    row = Heartbeat.objects.values_list(Now(), "at", "senders_at").first()
    return Heartbeats(*row) if row else Heartbeats(now)


_NO_SENDER_IS_FREE = translatable(
    "No sender was free for it yet: start more push workers if that lasts."
)


def _nothing_ticks(since: datetime | None) -> Text:
    if since is None:
        return translatable(
            "Start beat and the tick worker, or dispatch, and look at the broker: nothing has"
            " ticked yet."
        )
    return translatable(
        "Start beat and the tick worker, or dispatch, and look at the broker: nothing has ticked"
        " since %(at)s.",
        at=since,
    )


def _nothing_sends(since: datetime | None) -> Text:
    if since is None:
        return translatable(
            "Start the push worker, or dispatch, and look at the broker: no sender has taken up"
            " anything yet."
        )
    return translatable(
        "Start the push worker, or dispatch, and look at the broker: no sender has taken up"
        " anything since %(at)s.",
        at=since,
    )
