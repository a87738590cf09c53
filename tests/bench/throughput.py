"""Many campaigns due in one second, against the same bodies posted by Celery without a promise and
by a bare loop; all three over the same server, the workers alike."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from campaigns.demo.processes import Program
from campaigns.models import Submission
from tests.bench import due, plain, workers
from tests.bench.row import Row
from tests.push_server import PushServer, answer

COUNT = int(os.environ.get("DUE", "1000"))
"""Campaigns, each of an application of its own."""
START = timedelta(seconds=12)
"""What the processes get to start."""
PATIENCE = 300
"""Seconds for all of them to arrive."""


def rows() -> Iterator[Row]:
    if "DATABASE_URL" not in os.environ:
        yield Row(f"throughput, {COUNT:,} due in one second", "only with TEST_DATABASE=postgres")
        return
    ours, bodies = _console()
    celery, loop = _celery(bodies), _loop(bodies)
    figures = f"{ours:.0f}/s : {celery:.0f}/s = {ours / celery:.2f} x"
    yield Row(f"throughput, {COUNT:,} due : apply_async + post", figures, ">= 0.5 x, aim 0.8 x")
    yield Row("throughput : bare loop of requests.post", f"{ours / loop:.2f} x ({loop:.0f}/s)")


class _Arrivals:
    """When each request had been read, in seconds since 1970."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.server = PushServer(behave=self._note)

    def _note(self, line: Any) -> None:
        self.at.append(time.time())
        line.sendall(answer())

    def rate(self, since: float, count: int) -> float:
        """A second, from `since` until the last of `count`."""
        deadline = time.monotonic() + PATIENCE
        while len(self.at) < count and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(self.at) == count, f"{len(self.at)} of {count}\n{workers.log().read_text()}"
        return count / (max(self.at) - since)


def _console() -> tuple[float, list[tuple[str, str]]]:
    """The rate, and app key and body of all that was sent."""
    moment = timezone.now() + START + timedelta(milliseconds=8 * COUNT)
    known = due.approve([moment] * COUNT)
    assert timezone.now() + START / 2 < moment, "This machine is too slow for so many campaigns."
    arrivals = _Arrivals()
    with (
        arrivals.server as server,
        workers.running(workers.console(), workers.of_console(server.url)),
    ):
        rate = arrivals.rate(moment.timestamp(), len(known))
        time.sleep(1)
    assert len(arrivals.at) == len(known), "One was sent twice."
    sent = Submission.objects.filter(app_key__in=known)
    return rate, [(one.app_key, one.body_bytes.decode()) for one in sent]


def _celery(bodies: list[tuple[str, str]]) -> float:
    push = workers.console()[0]
    command = [word.replace("pushconsole", "tests.bench.plain") for word in push.command]
    worker = Program("plain", [word if word != "push" else "plain" for word in command])

    def post(url: str) -> None:
        time.sleep(START.total_seconds())
        arrivals.begun = time.time()
        for app_key, body in bodies:
            plain.push.apply_async((url, app_key, body))

    arrivals = _Measured()
    return arrivals.measure(post, [worker, workers.twin(worker)], len(bodies))


def _loop(bodies: list[tuple[str, str]]) -> float:
    def post(url: str) -> None:
        arrivals.begun = time.time()
        for app_key, body in bodies:
            plain.push(url, app_key, body)

    arrivals = _Measured()
    return arrivals.measure(post, [], len(bodies))


class _Measured(_Arrivals):
    """A baseline: `begun` is set when its first message or request is made."""

    begun = 0.0

    def measure(self, post: Callable[[str], None], programs: list[Program], count: int) -> float:
        with self.server as server, workers.running(programs, {"DJANGO_SETTINGS_MODULE": ""}):
            post(server.url)
            return self.rate(self.begun, count)
