"""The search: a fork of the process, which is a copy of the installation, tries each step."""

import json
import mmap
import os
import struct
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from campaigns.sending import tick
from tests.model import invariants
from tests.model.bounds import Action, Bounds
from tests.model.fingerprint import fingerprint
from tests.model.installation import Installation
from tests.model.invariants import Memory
from tests.model.protocol_rows import ProtocolRows


@dataclass(frozen=True)
class Found:
    """`broken` names the invariant that the steps of `way` break; None if all held."""

    states: int
    steps: int
    seconds: float
    broken: str | None = None
    way: list[str] = field(default_factory=list)


class _Shared:
    """A set of fingerprints and two counters that all forks share."""

    SLOTS = 1 << 21

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8 * (self.SLOTS + 2))

    def add(self, key: int) -> bool:
        """False if it was there."""
        at = key % self.SLOTS
        while (there := self._get(at)) not in (0, key):
            at = (at + 1) % self.SLOTS
        if not there:
            self._set(at, key)
            self.count(0)
        return not there

    def count(self, which: int) -> None:
        self._set(self.SLOTS + which, self._get(self.SLOTS + which) + 1)

    @property
    def counts(self) -> tuple[int, int]:
        """States, steps."""
        return self._get(self.SLOTS), self._get(self.SLOTS + 1)

    def _get(self, at: int) -> int:
        value: int = struct.unpack_from("<Q", self._memory, 8 * at)[0]
        return value

    def _set(self, at: int, value: int) -> None:
        struct.pack_into("<Q", self._memory, 8 * at, value)


class _Search:
    """Runs in a process of its own, which ends with 0, or with 1 once something is broken."""

    def __init__(
        self, installation: Installation, shared: _Shared, report: int, only: str | None
    ) -> None:
        self._installation, self._shared, self._report, self._only = (
            installation,
            shared,
            report,
            only,
        )
        self._way: list[str] = []

    def run(self) -> None:
        memory = invariants.remember(self._installation)
        self._shared.add(fingerprint(self._installation, memory.rows))
        while True:
            self._look_at_the_end()
            memory = self._take(self._choose(memory.rows), memory)

    def _choose(self, rows: ProtocolRows) -> Action:
        """Each action but the last is taken in a fork, which returns from here as well."""
        actions = self._installation.actions(rows)
        if not actions:
            os._exit(0)
        *others, last = actions
        for action in others:
            pid = os.fork()
            if not pid:
                self._installation.copy_log()
                return action
            _wait(pid)
            self._installation.forget_log(pid)
        return last

    def _take(self, action: Action, memory: Memory) -> Memory:
        """Ends where this leads to a installation that was seen before."""
        self._shared.count(1)
        self._way.append(str(action))
        action.do()
        self._installation.settle()
        after = invariants.remember(self._installation, action, memory)
        self._judge(invariants.broken(self._installation, action, memory, after))
        if not self._shared.add(fingerprint(self._installation, after.rows)):
            os._exit(0)
        return after

    def _look_at_the_end(self) -> None:
        if not self._installation.is_over():
            return
        pid = os.fork()
        if pid:
            _wait(pid)
            return
        self._installation.clock.now += timedelta(hours=3)
        tick.tick(lambda _: None)
        self._judge(invariants.unfinished())
        os._exit(0)

    def _judge(self, broken: Iterator[str]) -> None:
        for name in broken:
            if self._only in (None, name):
                os.write(self._report, json.dumps([name, self._way]).encode())
                os._exit(1)


def _wait(pid: int) -> None:
    """What ended the fork ends this one."""
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        os._exit(code)


class Exploration:
    """Starts at once, in a process of its own; `change` breaks the product there and only there.

    With `only` it looks at this invariant and goes on where others break.
    """

    def __init__(
        self, bounds: Bounds, change: Callable[[], None] = lambda: None, only: str | None = None
    ) -> None:
        self._began, self._shared = time.perf_counter(), _Shared()
        self._read, report = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            _run(
                bounds,
                change,
                lambda installation: _Search(installation, self._shared, report, only),
            )
        os.close(report)

    def found(self) -> Found:
        """Waits for the end. Raises RuntimeError where the explorer itself failed."""
        with os.fdopen(self._read, "rb") as pipe:
            said = pipe.read()
        code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        if code not in (0, 1):
            raise RuntimeError("The explorer failed: see above.")
        broken, way = json.loads(said) if said else (None, [])
        seconds = time.perf_counter() - self._began
        return Found(*self._shared.counts, seconds, broken, way)


def _run(
    bounds: Bounds, change: Callable[[], None], search: Callable[[Installation], _Search]
) -> None:
    try:
        change()
        installation = Installation(bounds)
        installation.set_up()
        search(installation).run()
    except BaseException:  # noqa: BLE001 (a fork must not go on with its parent's work)
        traceback.print_exc()
        os._exit(2)
