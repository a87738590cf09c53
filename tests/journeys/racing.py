"""Runs two people, or a person and a sender, at the same moment on their own connections."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Self

from django.db import connection, connections

from campaigns.access import NotAllowed
from campaigns.models import Campaign, Submission
from campaigns.provider.connection import ProviderAnswer, Timeouts
from campaigns.sending import send
from tests.push_server import ACCEPTED

TOGETHER_WITHIN = 30
"""Seconds."""


class Line:
    """In the place of `provider.Connection`: counts the bodies that would have left."""

    bodies: list[bytes] = []
    start: threading.Barrier | None = None
    """Where a sender waits for whom it races, directly before it claims."""

    def __init__(self, base_url: str, timeouts: Timeouts, *, ca_bundle: str = "") -> None:
        self.url = base_url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def open(self) -> None:
        if self.start is not None:
            self.start.wait(TOGETHER_WITHIN)

    def post(
        self, body: bytes, headers: dict[str, str], *, before_first_byte: Callable[[], None]
    ) -> ProviderAnswer:
        before_first_byte()
        self.bodies.append(body)
        return ProviderAnswer(200, ACCEPTED, True)


class Race:
    """Two threads that start together, again and again."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def run(self, one: Callable[[], Any], other: Callable[[], Any]) -> tuple[bool, bool]:
        """Whether each was let through; what is refused raises NotAllowed."""
        barrier = threading.Barrier(2)
        both = [self._pool.submit(_go, barrier, act) for act in (one, other)]
        return both[0].result(), both[1].result()

    def run_against_the_claim(self, act: Callable[[], Any], pk: int, after: float = 0) -> bool:
        """Whether `act` was let through, beside a sender of that campaign. `act` begins `after`
        seconds later than the claim."""
        Line.start = threading.Barrier(2)
        sender: Future[None] = self._pool.submit(send.send, pk)
        done = self._pool.submit(_go, Line.start, act, after)
        sender.result()
        return done.result()

    def close(self) -> None:
        self.run(connections.close_all, connections.close_all)


def _go(barrier: threading.Barrier, act: Callable[[], Any], after: float = 0) -> bool:
    barrier.wait(TOGETHER_WITHIN)
    time.sleep(after)
    try:
        act()
    except NotAllowed:
        return False
    return True


@contextmanager
def racing() -> Iterator[Race]:
    with ThreadPoolExecutor(2) as pool:
        race = Race(pool)
        try:
            yield race
        finally:
            race.close()


def times(on_postgresql: int) -> range:
    """Fewer on SQLite, where only one at a time can write anyhow."""
    return range(on_postgresql if connection.vendor == "postgresql" else 12)


def again(campaign: Campaign) -> Campaign:
    """The same once more, as rows: submission, votes, state."""
    frozen, made = campaign.submission, Campaign.objects.get(pk=campaign.pk)
    assert frozen is not None
    made.pk, made.submission, made.status = None, None, "draft"
    made.due_at = made.next_try_at = None
    made.save(force_insert=True)
    votes = list(frozen.reviews.all())
    copy = Submission.objects.get(pk=frozen.pk)
    copy.pk, copy.campaign = None, made
    copy.save(force_insert=True)
    for vote in votes:
        vote.pk, vote.submission = None, copy
        vote.save(force_insert=True)
    columns = ("status", "due_at", "next_try_at")
    state = {name: getattr(campaign, name) for name in columns}
    Campaign.objects.filter(pk=made.pk).update(submission=copy, **state)
    return Campaign.objects.select_related("submission", "application").get(pk=made.pk)
