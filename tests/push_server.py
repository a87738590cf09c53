"""A counting HTTP(S) server on real sockets that answers, or misbehaves, as a test says."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from tests import canary

ACCEPTED = b'{"code":200,"id":"50whSR6kQiHb7YgFwQzXIb"}'


@dataclass
class Received:
    """One request as it came over the wire; header names in lower case."""

    line: str
    headers: dict[str, str]
    body: bytes
    at: datetime
    """When its last byte was read."""


def answer(body: bytes = ACCEPTED, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


@dataclass
class PushServer:
    """`behave(connection)`, or `answer_to(request, connection)`, is called once the whole request
    was read, and may do anything; without them `reply` is sent. `requests` holds every request
    read, in order."""

    reply: bytes = field(default_factory=answer)
    behave: Callable[[socket.socket], None] | None = None
    answer_to: Callable[[Received, socket.socket], None] | None = None
    tls: ssl.SSLContext | None = None
    requests: list[Received] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}"

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # or the blocked accept takes one more
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                connection.settimeout(30)
                self._exchange(self.tls.wrap_socket(connection, True) if self.tls else connection)
        except OSError:
            return

    def _exchange(self, connection: socket.socket) -> None:
        with connection:
            received = _read(connection)
            if received is None:
                return
            self.requests.append(received)
            canary.signed(received.headers.get("signature", ""))
            if self.answer_to:
                self.answer_to(received, connection)
            elif self.behave:
                self.behave(connection)
            else:
                connection.sendall(self.reply)


def _read(connection: socket.socket) -> Received | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        raw += chunk
    head, _, body = raw.partition(b"\r\n\r\n")
    line, *rows = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (r.partition(":") for r in rows)}
    while len(body) < int(headers.get("content-length", 0)):
        chunk = connection.recv(65536)
        if not chunk:
            return None
        body += chunk
    return Received(line, headers, body, datetime.now(UTC))
