"""Servers and answers that go wrong, each in one way, on this machine's loopback only."""

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import trustme

from tests.push_server import ACCEPTED, PushServer, answer

Behaviour = Callable[[socket.socket], None]
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


def says(*parts: bytes) -> Behaviour:
    """Sends these bytes, then closes."""
    return lambda connection: connection.sendall(b"".join(parts))


def reset(connection: socket.socket) -> None:
    """Closes with RST instead of FIN."""
    linger_for_0_seconds = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_for_0_seconds)
    connection.close()


def reset_in_handshake(connection: socket.socket) -> None:
    """After the client's hello: a reset before it would be a failed connection."""
    connection.recv(1)
    reset(connection)


def hang(connection: socket.socket) -> None:
    time.sleep(1.2)


def drip(connection: socket.socket) -> None:
    """A byte is never late, the whole always."""
    connection.sendall(HEAD % 1000)
    for _ in range(30):
        connection.sendall(b"x")
        time.sleep(0.1)


def drip_head(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Never-Ending: ":
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def endless(connection: socket.socket) -> None:
    """64 MiB, of which nobody should want more than a little."""
    connection.sendall(HEAD % (64 * 2**20))
    block = b"x" * 2**16
    for _ in range(2**10):
        connection.sendall(block)


def corrupt_record(connection: socket.socket) -> None:
    """Bytes that are no TLS record, past the TLS layer."""
    socket.socket.send(connection, b"this is no record")


AFTER_READING: dict[str, Behaviour] = {
    "close": says(),
    "reset": reset,
    "no answer": hang,
    "short content-length": says(HEAD % 100, ACCEPTED),
    "cut chunked": says(CHUNKED, b"2a\r\n", ACCEPTED[:20]),
    "chunked without an end": says(CHUNKED, b"%x\r\n" % len(ACCEPTED), ACCEPTED, b"\r\n"),
    "no length, cut": says(b"HTTP/1.1 200 OK\r\n\r\n", ACCEPTED[:20]),
    "garbage said to be gzip": says(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\ngarbage"
    ),
    "gzip though not asked for": says(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(ACCEPTED)
    ),
    "HTML 502": says(answer(b"<html>Bad Gateway</html>", "502 Bad Gateway")),
    "HTML 503": says(answer(b"<html>Busy</html>", "503 Service Unavailable")),
    "HTML 504": says(answer(b"<html>Gateway Timeout</html>", "504 Gateway Timeout")),
    "JSON 500": says(answer(b'{"code":1000}', "500 Internal Server Error")),
    "HTML 200": says(answer(b"<html>Welcome</html>")),
    "garbage status line": says(b"garbage\r\n\r\n"),
    "100, then close": says(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "103, then the answer": says(b"HTTP/1.1 103 Early Hints\r\n\r\n", answer()),
    "HTTP 0.9": says(ACCEPTED),
    "204": says(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "drip": drip,
    "dripping head": drip_head,
    "endless": endless,
    "200 headers": says(b"HTTP/1.1 200 OK\r\n", b"X-Header: 1\r\n" * 200, b"\r\n", ACCEPTED),
    "1 MiB in a header": says(b"HTTP/1.1 200 OK\r\nX-Header: ", b"x" * 2**20, b"\r\n\r\n"),
}
"""What a server may do that has read the whole request; none of it is proof of anything."""


@dataclass
class Dropping(PushServer):
    """Ends the first `drops` connections as soon as they stand, and counts all of them."""

    drops: int = 0
    drop: Behaviour = socket.socket.close
    connections: int = 0

    def _serve(self, connection: socket.socket) -> None:
        self.connections += 1
        if self.connections > self.drops:
            super()._serve(connection)
        else:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            time.sleep(0.05)  # or the client may not even have come back from connect()
            self.drop(connection)


@contextlib.contextmanager
def listening(behave: Behaviour) -> Iterator[int]:
    """A server below TLS and HTTP: `behave` gets each connection as it comes. Yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=[listener, behave], daemon=True).start()
        yield int(listener.getsockname()[1])


def _accept(listener: socket.socket, behave: Behaviour) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                behave(connection)


@contextlib.contextmanager
def full_backlog() -> Iterator[int]:
    """A port at which no connection is ever completed. Yields it."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield int(listener.getsockname()[1])


def server_context(
    ca: trustme.CA, name: str = "localhost", not_after: datetime | None = None
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name, not_after=not_after).configure_cert(context)
    return context
