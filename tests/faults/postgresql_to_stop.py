"""A PostgreSQL server of a test's own that is stopped and started again on the same data."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import services


class Stoppable:
    """`url` is that of a database on it."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row
        self.cluster = Path(row[0])
        line = Path(f"/proc/{self._pid()}/cmdline").read_bytes()
        self.command = [part.decode() for part in line.split(b"\0") if part]
        self.again: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """At once: its clients are cut off, its last transactions come back from the log."""
        pid = self._pid()
        os.kill(pid, signal.SIGQUIT)
        if self.again:
            self.again.wait(60)
        services.wait_until(lambda: not (self.cluster / "postmaster.pid").exists(), 60)

    def start(self) -> None:
        programs = Path(self.command[0]).parent
        command = services.as_postgres(str(programs), ["postgres", *self.command[1:]])
        with (self.cluster.parent / "log").open("ab") as log:
            self.again = subprocess.Popen(command, stdout=log, stderr=log)
        services.wait_until(self._answers, 60)

    def _pid(self) -> int:
        return int((self.cluster / "postmaster.pid").read_text().split("\n")[0])

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=2):
                return True
        except psycopg.Error:
            return False


@contextmanager
def stoppable_postgresql() -> Iterator[Stoppable]:
    with services.running_postgresql() as url:
        server = Stoppable(url)
        try:
            yield server
        finally:
            if server.again and server.again.poll() is None:
                server.stop()
