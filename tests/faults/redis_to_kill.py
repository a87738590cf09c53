"""A Redis that keeps nothing, on a port of its own, ended and started again as a test says."""

import secrets
import socket
import subprocess
import time
from types import TracebackType
from typing import Self

import redis

from tests import services


class RedisToKill:
    def __init__(self) -> None:
        self.port, self.password = services.free_port(), secrets.token_hex(8)

    @property
    def base_url(self) -> str:
        """Without the number of a database."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self) -> None:
        program = services.redis_server()
        assert program, "redis-server is not installed"
        command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--requirepass", self.password, "--maxmemory-policy", "noeviction"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + services.START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "redis-server did not start"
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """As an operator does: SIGTERM."""
        self._process.terminate()
        self._process.wait()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def flush(self) -> None:
        with redis.Redis(port=self.port, password=self.password) as client:
            client.flushall()
