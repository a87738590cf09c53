"""The web program as an operator starts it, on a port of its own, asked over a plain socket."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.programs import GUNICORN, MANAGE, ROOT, environment, run
from tests.services import free_port

PATIENCE = 60
"""Seconds for a start, or for one answer, on a busy machine."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Web:
    port: int
    log: Path

    def ask(self, request: bytes) -> Answer:
        """These bytes, as they are, over a connection of their own."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall(request)
            raw = b""
            while chunk := connection.recv(65536):
                raw += chunk
        head, _, body = raw.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return Answer(int(status.split()[1]), headers, body)

    def get(
        self, path: str, host: str = "localhost", method: str = "GET", more: str = ""
    ) -> Answer:
        request = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"
        return self.ask(request.encode("latin-1"))


@contextmanager
def running_web(var_dir: Path, changes: Mapping[str, str]) -> Iterator[Web]:
    """Its database is made first; what it says stands in `log`."""
    run([*MANAGE, "migrate"], var_dir, {}).check_returncode()
    web = Web(free_port(), var_dir / "web.log")
    bind = ["--no-control-socket", "--bind", f"127.0.0.1:{web.port}", "--worker-class", "gthread"]
    with web.log.open("wb") as log:
        process = subprocess.Popen(
            [*GUNICORN, *bind],
            cwd=ROOT,
            env=environment(var_dir, changes),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(web, process)
        yield web
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(web: Web, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, web.log.read_text()
        try:
            socket.create_connection(("127.0.0.1", web.port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(web.log.read_text())
