"""Programs that tests need beside Python: found if installed, started privately, stopped again.

`python -m tests.services COMMAND...` runs COMMAND; with TEST_DATABASE=postgres on a PostgreSQL
and a Redis of its own, by DATABASE_URL and REDIS_URL.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

START_SECONDS = 30


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def redis_server() -> str | None:
    return shutil.which("redis-server")


def postgresql() -> str | None:
    """The folder of initdb and postgres; Debian keeps them off the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=str, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.insert(0, Path(on_path).resolve().parent)
    return next((str(folder) for folder in folders if (folder / "postgres").exists()), None)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_redis() -> Iterator[str]:
    """A Redis without a file, with a password, that evicts nothing; yields its URL."""
    program, port, password = redis_server(), free_port(), secrets.token_hex(8)
    assert program, "redis-server is not installed"
    with _folder() as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--requirepass", password, "--maxmemory-policy", "noeviction"]
        with _running(command, folder, port):
            yield f"redis://:{password}@127.0.0.1:{port}/0"


@contextmanager
def running_postgresql(**options: str) -> Iterator[str]:
    """A PostgreSQL with `options` (as synchronous_commit="off"); yields the URL of a database."""
    programs, port = postgresql(), free_port()
    assert programs, "PostgreSQL is not installed"
    with _folder() as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        cluster = folder / "cluster"
        init = ["initdb", "-D", str(cluster), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        _run(programs, [*init, "--no-locale", "--no-sync"], folder)
        server = ["postgres", "-D", str(cluster), "-p", str(port), "-k", str(folder)]
        for name, value in {"listen_addresses": "127.0.0.1", **options}.items():
            server += ["-c", f"{name}={value}"]
        with _running(as_postgres(programs, server), folder, port):
            _create_database(programs, port, folder)
            yield f"postgres://postgres@127.0.0.1:{port}/pushconsole"


def _create_database(programs: str, port: int, folder: Path) -> None:
    """The port is open a moment before the server takes connections."""
    command = ["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "pushconsole"]
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return _run(programs, command, folder)
        except subprocess.CalledProcessError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def as_postgres(programs: str, command: list[str]) -> list[str]:
    """The command as the system's user postgres, since PostgreSQL refuses to run as root."""
    command = [str(Path(programs) / command[0]), *command[1:]]
    if os.geteuid() != 0:
        return command
    drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return [*drop, *command]


def _run(programs: str, command: list[str], folder: Path) -> None:
    with (folder / "log").open("ab") as log:
        subprocess.run(
            as_postgres(programs, command), cwd=folder, stdout=log, stderr=log, check=True
        )


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pushconsole-") as name:
        yield Path(name)


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(port, process, folder / "log")
        yield
    finally:
        process.terminate()
        try:
            process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    """Raises TimeoutError where it does not come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.1)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text()}")


def main(command: list[str]) -> int:
    with ExitStack() as stack:
        if os.environ.get("TEST_DATABASE") == "postgres":
            os.environ["DATABASE_URL"] = stack.enter_context(running_postgresql())
            os.environ["REDIS_URL"] = stack.enter_context(running_redis())
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
