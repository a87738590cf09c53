"""The database is away after the POST: the answer is on disk, and recorded when it is back."""

import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.installation import DATABASE, DISPATCH, WORKER, Installation, Servers, Template
from tests.faults.postgresql_to_stop import stoppable_postgresql
from tests.push_server import PushServer, answer

pytestmark = pytest.mark.faults

AWAY = 24.0
"""Seconds: longer than SQLite waits for a lock (20), and than the reaper waits (8)."""
SENDERS = {"worker": WORKER, "dispatch": DISPATCH}


@dataclass(frozen=True)
class Away:
    """`take` takes the database away, `give` gives it back."""

    template: Template
    take: Callable[[Installation], None]
    give: Callable[[], None]


@pytest.fixture
def database(servers: Servers | None, template: Template, tmp_path: Path) -> Iterator[Away]:
    """PostgreSQL stopped, or the file of SQLite locked by somebody else."""
    if servers is None:
        with _locked_file(template) as away:
            yield away
        return
    with stoppable_postgresql() as server:
        base = server.url.rpartition("/")[0]
        made = Template(tmp_path, Servers(base, servers.redis), 1)
        yield Away(made, lambda _: server.stop(), server.start)


@contextmanager
def _locked_file(template: Template) -> Iterator[Away]:
    with ExitStack() as stack:

        def lock(installation: Installation) -> None:
            file = sqlite3.connect(
                installation.folder / DATABASE, timeout=20, check_same_thread=False
            )
            stack.enter_context(closing(file))
            file.execute("BEGIN IMMEDIATE")

        yield Away(template, lock, stack.close)


@contextmanager
def answering(database: Away) -> Iterator[tuple[PushServer, Installation]]:
    """The provider takes the database away when it has read the request, and answers."""
    with PushServer() as server:
        installation = database.template.copy(server.url)

        def behave(connection: socket.socket) -> None:
            database.take(installation)
            connection.sendall(answer())

        server.behave = behave
        yield server, installation


@pytest.mark.parametrize("sender", SENDERS)
def test_the_process_that_sent_it_records_it_when_the_database_is_back(
    database: Away, sender: str
) -> None:
    with answering(database) as (server, installation):
        with installation.running(SENDERS[sender], SEND="1"):
            wait_until_noted(installation)
            time.sleep(AWAY)
            database.give()
            installation.wait_for(lambda it: it.outcomes() == ["accepted"])
            installation.wait_for(lambda it: not it.noted())
        assert (installation.statuses(), len(server.requests)) == (["sent"], 1)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_the_next_start_records_it_where_the_process_is_gone(
    database: Away, end: signal.Signals
) -> None:
    """SIGTERM: it does not wait for the database, as the answer is on disk."""
    with answering(database) as (server, installation):
        with installation.running(WORKER, SEND="1") as process:
            wait_until_noted(installation)
            os.kill(process.pid, end)
            process.wait(60)
        assert '"accepted"' in installation.noted()
        database.give()
        assert installation.outcomes() == ["open"]
        with installation.running(WORKER):
            installation.wait_for(lambda it: it.outcomes() == ["accepted"])
            installation.wait_for(lambda it: not it.noted())
        assert (installation.statuses(), len(server.requests)) == (["sent"], 1)


def test_what_another_machines_reaper_called_unknown_is_corrected(
    database: Away, tmp_path: Path
) -> None:
    """A tick on a machine of its own, as in compose.yaml, knows nothing of answers.log."""
    with answering(database) as (server, installation):
        with installation.running(WORKER, SEND="1") as process:
            wait_until_noted(installation)
            process.kill()
        database.give()
        log = installation.folder / "answers.log"
        hidden = log.rename(tmp_path / "answers.log")
        with installation.running(DISPATCH):
            installation.wait_for(lambda it: it.statuses() == ["unknown"])
            hidden.rename(log)
            installation.wait_for(lambda it: it.statuses() == ["sent"])
        assert (installation.outcomes(), len(server.requests)) == (["accepted"], 1)


def wait_until_noted(installation: Installation) -> None:
    deadline = time.monotonic() + 60
    while not installation.noted():
        assert time.monotonic() < deadline, installation.log()
        time.sleep(0.05)
