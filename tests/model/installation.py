"""One modelled installation, two campaigns at most, and every action that can come next."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from campaigns.access import NotAllowed
from campaigns.domain.translatable import Text
from campaigns.domain.workflow import Status
from campaigns.models import Campaign
from campaigns.provider import push
from campaigns.sending import noted_answers, send, tick
from campaigns.sending.host import answer_log, marks, membership, restore_guard, sent_log
from tests import factories
from tests.model import interventions
from tests.model.bounds import KILL, STALL, Action, Bounds
from tests.model.clock import DUE, Clock
from tests.model.protocol_rows import ProtocolRows, moment
from tests.model.provider import Provider
from tests.model.stopping import Stop, Worker


class Roomy:
    """Places in a process of its own."""

    @contextmanager
    def taken(self, *_: object) -> Iterator[bool]:
        yield True


class Installation:
    def __init__(self, bounds: Bounds) -> None:
        self.left = {"deliveries": bounds.deliveries, "faults": bounds.faults}
        self.left["moves"] = bounds.moves
        self.bounds = bounds
        self.provider, self.clock = Provider(), Clock(DUE - timedelta(minutes=10))
        self.workers: list[Worker] = []
        self.ticker: Worker | None = None
        self.started = 0

    def set_up(self) -> None:
        """Approved, due at DUE, and the clock just before it."""
        self.clock.rule()
        setattr(push, "Connection", self.provider.connection)  # noqa: B010 (the one seam)
        setattr(send, "places", Roomy())  # noqa: B010 (each worker stands for a process)
        factories.make_application(
            cool_down_minutes=0, per_hour=self.bounds.per_hour, per_day=self.bounds.per_hour + 2
        )
        for number in range(self.bounds.campaigns):
            self._approve(DUE + (timedelta(hours=2) if number else self.bounds.window))
        self.clock.now = self.bounds.times[0]
        setattr(membership, "join", lambda: None)  # noqa: B010 (real time is no part of the model)
        setattr(membership, "keep", lambda: None)  # noqa: B010
        setattr(membership, "breach", _breach)  # noqa: B010
        tick.tick(lambda _: None)  # the heartbeat of this process

    def _approve(self, send_before: datetime) -> None:
        factories.approved(factories.make_campaign(send_at=DUE, send_before=send_before))

    def copy_log(self) -> None:
        """A fork copies memory only: sent.log and answers.log are files."""
        own = Path(settings.SENT_LOG).with_name(f"{os.getpid()}.log")
        there = (Path(settings.SENT_LOG), answer_log.path())
        settings.SENT_LOG = own
        for before, after in zip(there, (own, answer_log.path()), strict=True):
            if before.exists():
                shutil.copy(before, after)

    @staticmethod
    def forget_log(pid: int) -> None:
        for name in (f"{pid}.log", f"answers{pid}.log"):
            Path(settings.SENT_LOG).with_name(name).unlink(missing_ok=True)

    def active(self) -> list[Worker]:
        """Those who stand somewhere, the ticker among them."""
        everybody = [*self.workers, *([self.ticker] if self.ticker else [])]
        return [worker for worker in everybody if worker.at is not None]

    def is_over(self) -> bool:
        """Nobody is under way and no time is left: nothing but people could change it."""
        return self.clock.now == self.bounds.times[-1] and not self.active()

    def actions(self, rows: ProtocolRows) -> list[Action]:
        """What can happen next; the same list in the same installation."""
        alone = [worker for worker in self.active() if worker.at and worker.at.alone]
        if alone:
            return list(self._ways(alone[0]))
        return [
            *(action for worker in self.active() for action in self._going_on(worker)),
            *self._kills(rows),
            *self._deliveries(rows),
            *self._tick(rows),
            *self._moves(rows),
            *self._time(),
        ]

    def settle(self) -> None:
        """Go on where there is nothing to choose."""
        while True:
            alone = [worker for worker in self.active() if worker.at and worker.at.alone]
            if not alone or len(list(self._ways(alone[0]))) > 1:
                return
            next(self._ways(alone[0])).do()

    def _is_awake(self, worker: Worker) -> bool:
        return not (worker.at and worker.at.until and worker.at.until > self.clock.now)

    def _going_on(self, worker: Worker) -> Iterator[Action]:
        if self._is_awake(worker):
            yield from self._ways(worker)

    def _kills(self, rows: ProtocolRows) -> Iterator[Action]:
        """Of those who have left a trace: else it is as if they had never begun."""
        traces = {one.request_id for one in rows.attempts}
        traces |= {request.id for request in self.provider.seen}
        for worker in self.active() if self.left["faults"] and self.bounds.may(KILL) else ():
            if any(trace.startswith(f"{worker.name}.") for trace in traces):
                yield Action(
                    worker.name, f"{KILL} at {worker.at and worker.at.name}", self._killing(worker)
                )

    def _ways(self, worker: Worker) -> Iterator[Action]:
        at = worker.at
        assert at is not None
        may_fail = self.left["faults"] and worker is not self.ticker
        faults = filter(self.bounds.may, at.ways[1:] if may_fail else ())
        for way in (at.ways[0], *faults):
            yield Action(worker.name, f"{at.name}: {way}", self._going(worker, at, way))

    def _going(self, worker: Worker, at: Stop, way: str) -> Callable[[], None]:
        def go() -> None:
            self.left["faults"] -= way != at.ways[0]
            worker.go_on(way)

        return go

    def _killing(self, worker: Worker) -> Callable[[], None]:
        def kill() -> None:
            self.left["faults"] -= 1
            worker.kill()

        return kill

    def _deliveries(self, rows: ProtocolRows) -> Iterator[Action]:
        senders = [worker for worker in self.active() if worker is not self.ticker]
        if not self.left["deliveries"] or len(senders) >= self.bounds.workers:
            return
        for row in rows.campaigns:
            yield Action("explorer", f"deliver {row.pk}", self._delivering(row.pk))

    def _delivering(self, pk: int) -> Callable[[], None]:
        def deliver() -> None:
            sender = Worker(f"sender {self.started + 1}", lambda: _send(pk))
            if sender.at is not None:
                self.started += 1
                self.left["deliveries"] -= 1
                self.workers.append(sender)

        return deliver

    def _tick(self, rows: ProtocolRows) -> Iterator[Action]:
        """Where it finds something to do; else it only looks."""
        over = {one.pk for one in rows.submissions if moment(one.send_before) < self.clock.now}
        found = any(
            one.status == Status.SENDING or one.submission in over for one in rows.campaigns
        )
        if found and (self.ticker is None or self.ticker.at is None):
            yield Action("explorer", "tick", self._start_tick)

    def _start_tick(self) -> None:
        self.ticker = Worker("ticker", _beat)

    def _moves(self, rows: ProtocolRows) -> Iterator[Action]:
        for row in rows.campaigns if self.left["moves"] else ():
            for name in filter(self.bounds.may, interventions.moves(row.status)):
                yield Action("people", f"{name} ({row.pk})", self._moving(name, row.pk))

    def _moving(self, name: str, pk: int) -> Callable[[], None]:
        def move() -> None:
            try:
                interventions.do(name, Campaign.objects.get(pk=pk))
            except NotAllowed:
                return
            self.left["moves"] -= 1

        return move

    def _time(self) -> Iterator[Action]:
        """Time passes for whoever sleeps; that it passes for others is a fault of the machine."""
        stalling = [one for one in self.active() if self._is_awake(one) and not one.stalled]
        allowed = self.left["faults"] if self.bounds.may(STALL) else 0
        if self.clock.now == self.bounds.times[-1] or len(stalling) > allowed:
            return
        yield Action("time", "passes", lambda: self._pass(stalling))

    def _pass(self, stalling: list[Worker]) -> None:
        self.left["faults"] -= len(stalling)
        for worker in stalling:
            worker.stalled = True
        times = self.bounds.times
        self.clock.now = times[times.index(self.clock.now) + 1]


def _beat() -> None:
    """A tick with its heartbeat: the clock of its intervals stands still."""
    noted_answers.settle()
    tick.tick(lambda _: None)


def _breach() -> Text | None:
    """The guard of one machine that nobody restores: sent.log against the database."""
    sent_log.require_room()
    lines = sent_log.last_lines()
    return restore_guard.why_foreign(lines, marks.facts(None))


def _send(pk: int) -> None:
    """As a task: what a rule refuses, or a database that is away, ends it."""
    with suppress(NotAllowed):
        send.send(pk)
