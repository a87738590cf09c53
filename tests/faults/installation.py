"""An installation of its own: database, broker and settings, and its real processes."""

import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import psycopg
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "pushconsole.sqlite3"
TIMING = {
    "START_GUARD": "4",
    "POST_DEADLINE": "3",
    "READ_TIMEOUT": "3",
    "REAP_AFTER": "8",
    "TASK_SOFT_TIME_LIMIT": "20",
    "TASK_TIME_LIMIT": "30",
}
"""As in production, only shorter; in seconds."""
END_WITHIN = 90
"""Seconds from the start of a process to its end: on a busy machine, starting took 25."""

CELERY = ["-m", "celery", "--quiet", "-A", "tests.faults.crashing"]
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
WORKER = [*CELERY, "worker", "-Q", "push", "-P", "threads", "-c", "2", *ALONE]
TICK_WORKER = [*CELERY, "worker", "-Q", "tick", "-P", "solo", *ALONE]
BEAT = [*CELERY, "beat"]
FERNET_KEY = Fernet.generate_key().decode()
DISPATCH = ["-m", "tests.faults.crashing", "dispatch"]


@dataclass(frozen=True)
class Installation:
    """`database_url` "" means SQLite in `folder`, or in `file` of another machine; `redis_url` ""
    means the broker in `folder`."""

    folder: Path
    database_url: str = ""
    redis_url: str = ""
    sandbox_url: str = "http://localhost:1"
    ca_bundle: str = ""
    more: tuple[tuple[str, str], ...] = ()
    """Further variables of the environment."""
    file: Path | None = None

    @property
    def sqlite(self) -> Path:
        return self.file or self.folder / DATABASE

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        found = {
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(self.folder),
            "SANDBOX_URL": self.sandbox_url,
            "CA_BUNDLE": self.ca_bundle,
            "DECISIONS_PER_MINUTE": "1000",
            "SUBMITS_PER_HOUR": "10000",
            "PYTHONWARNINGS": "ignore",
            "ALLOWED_HOSTS": "localhost",
            "SECRET_KEY": "only for tests " * 5,
            "SECRETS_KEYS": FERNET_KEY,
            **TIMING,
        }
        if self.database_url:
            found["DATABASE_URL"] = self.database_url
        if self.file:
            found["DATABASE_URL"] = f"sqlite:///{self.file}"
        if self.redis_url:
            found["REDIS_URL"] = self.redis_url
        return kept | found | dict(self.more)

    def host(self, name: str) -> Self:
        """Another machine with an empty folder, on the same database."""
        folder = self.folder.with_name(f"{self.folder.name}-{name}")
        folder.mkdir(mode=0o700)
        return replace(self, folder=folder, file=None if self.database_url else self.sqlite)

    @contextmanager
    def running(self, arguments: Sequence[str], **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """Python with these arguments; killed at the end if it still runs."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment | more,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def run(self, arguments: Sequence[str]) -> None:
        """Until it ends. Raises AssertionError with the log where it fails."""
        with self.running(arguments) as process:
            assert process.wait(120) == 0, self.log()

    def change(self, statement: str) -> None:
        """A statement of SQL that the product has no verb for."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                connection.execute(statement.encode())
            return
        with closing(sqlite3.connect(self.sqlite, timeout=20)) as file, file:
            file.execute(statement)

    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return connection.execute(question).fetchall()
        with closing(sqlite3.connect(self.sqlite, timeout=20)) as connection:
            return connection.execute(question).fetchall()

    def noted(self) -> str:
        """What stands in answers.log and is not recorded yet."""
        file = self.folder / "answers.log"
        return file.read_text().strip() if file.exists() else ""

    def statuses(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT status FROM campaigns_campaign ORDER BY id")]

    def outcomes(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT outcome FROM campaigns_attempt ORDER BY id")]

    def wait_for(self, condition: Callable[[Self], bool], seconds: float = 90) -> None:
        """Raises AssertionError with the log when it does not come true."""
        deadline = time.monotonic() + seconds
        while not condition(self):
            assert time.monotonic() < deadline, f"{self.statuses()}\n{self.log()}"
            time.sleep(0.1)


@dataclass(frozen=True)
class Servers:
    """Base URLs without the name of a database."""

    postgresql: str
    redis: str


class Template:
    """A prepared installation with so many campaigns, and copies of it."""

    def __init__(self, folder: Path, servers: Servers | None, campaigns: int) -> None:
        self.folder, self.servers = folder, servers
        self.numbers = itertools.count()
        self.first = self._place(next(self.numbers), "http://localhost:1")
        """What is copied."""
        self.first.run(["-m", "tests.faults.prepare", str(campaigns)])

    def copy(self, sandbox_url: str, *, ca_bundle: str = "") -> Installation:
        return replace(self._place(next(self.numbers), sandbox_url), ca_bundle=ca_bundle)

    def restore(self, installation: Installation) -> None:
        """The database as it was when it was prepared; everything else in the folder stays."""
        if self.servers is None:
            for end in ("", "-wal", "-shm"):
                (installation.folder / f"{DATABASE}{end}").unlink(missing_ok=True)
            shutil.copy(self.folder / "0" / DATABASE, installation.folder / DATABASE)
            return
        name = installation.database_url.rpartition("/")[2]
        self._on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
        self._on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self._name(0)}"')

    def clone(self, installation: Installation) -> Installation:
        """As on another machine: of SQLite the whole folder, of PostgreSQL the database and an
        empty folder."""
        folder = installation.folder.with_name(f"clone-{next(self.numbers)}")
        if self.servers is None:
            shutil.copytree(installation.folder, folder)
            (folder / "log").unlink()
            return replace(installation, folder=folder)
        folder.mkdir(mode=0o700)
        source = installation.database_url.rpartition("/")[2]
        self._on_server(f'CREATE DATABASE "{source}_clone" TEMPLATE "{source}"')
        url = f"{installation.database_url}_clone"
        return replace(installation, folder=folder, database_url=url)

    def _on_server(self, statement: str) -> None:
        assert self.servers is not None
        url = f"{self.servers.postgresql}/postgres"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement.encode())

    def _name(self, number: int) -> str:
        return f"{self.folder.name}_{number}".replace("-", "_")

    def _place(self, number: int, sandbox_url: str) -> Installation:
        folder = self.folder / str(number)
        if number:
            shutil.copytree(self.folder / "0", folder)
        else:
            folder.mkdir(mode=0o700)
        if self.servers is None:
            return Installation(folder, sandbox_url=sandbox_url)
        name = self._name(number)
        source = f'TEMPLATE "{self._name(0)}"' if number else ""
        self._on_server(f'CREATE DATABASE "{name}" {source}')
        database, broker = f"{self.servers.postgresql}/{name}", self.servers.redis
        return Installation(folder, database, f"{broker}/{number % 16}", sandbox_url)
