"""Servers and answers that go wrong, each in one way, on this machine's loopback only."""

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
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


def packed(encoding: bytes, body: bytes) -> Behaviour:
    length = len(body)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\nContent-Length: %d\r\n\r\n"
    return says(head % (encoding, length), body)


def _bare(body: bytes) -> bytes:
    """A deflate stream without zlib's head and sum."""
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
ODD_BUT_CLEAR: dict[str, Behaviour] = {
    "100": says(b"HTTP/1.1 100 Continue\r\n\r\n", answer()),
    "102": says(b"HTTP/1.1 102 Processing\r\n\r\n", answer()),
    "several": says(EARLY_HINTS, b"HTTP/1.1 100 Continue\r\n\r\n", EARLY_HINTS * 9, answer()),
    "gzip": packed(b"gzip", gzip.compress(ACCEPTED)),
    "x-gzip, to the end": says(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: X-GZIP \r\n\r\n", gzip.compress(ACCEPTED)
    ),
    "gzip, chunked": says(
        CHUNKED[:-2],
        b"Content-Encoding: gzip\r\n\r\n%x\r\n" % len(gzip.compress(ACCEPTED)),
        gzip.compress(ACCEPTED),
        b"\r\n0\r\n\r\n",
    ),
    "deflate": packed(b"deflate", zlib.compress(ACCEPTED)),
    "bare deflate": packed(b"deflate", _bare(ACCEPTED)),
    "identity": packed(b"identity", ACCEPTED),
    "chunked with trailers": says(
        CHUNKED, b"%x\r\n" % len(ACCEPTED), ACCEPTED, b"\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"
    ),
    "more than its length": says(HEAD % len(ACCEPTED), ACCEPTED, b"garbage"),
    "no length": says(b"HTTP/1.0 200 OK\r\n\r\n", ACCEPTED),
    "100 headers less one": says(b"HTTP/1.1 200 OK\r\n", b"X-Header: 1\r\n" * 95, answer()[17:]),
}
"""What a server or a proxy may do to an answer without taking its meaning."""

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
    "cut gzip": packed(b"gzip", gzip.compress(ACCEPTED)[:-4]),
    "gzip and more": packed(b"gzip", gzip.compress(ACCEPTED) + b"x"),
    "plain, said to be gzip": packed(b"gzip", ACCEPTED),
    "plain, said to be br": packed(b"br", ACCEPTED),
    "gzip, said to be plain": packed(b"identity", gzip.compress(ACCEPTED)),
    "gzip twice": packed(b"gzip, gzip", gzip.compress(gzip.compress(ACCEPTED))),
    "gzip of a megabyte more": packed(b"gzip", gzip.compress(ACCEPTED + b" " * 2**20)),
    "another length": says(HEAD % (len(ACCEPTED) - 1), ACCEPTED),
    "two lengths": says(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n", answer()[17:]),
    "101": says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n", answer()),
    "103, then nothing": says(EARLY_HINTS),
    "interim answers without end": says(EARLY_HINTS * 10_000, answer()),
    "long headers": says(
        b"HTTP/1.1 200 OK\r\n", (b"X: " + b"x" * 8_000 + b"\r\n") * 5, answer()[17:]
    ),
    "HTML 502": says(answer(b"<html>Bad Gateway</html>", "502 Bad Gateway")),
    "HTML 503": says(answer(b"<html>Busy</html>", "503 Service Unavailable")),
    "HTML 504": says(answer(b"<html>Gateway Timeout</html>", "504 Gateway Timeout")),
    "JSON 500": says(answer(b'{"code":1000}', "500 Internal Server Error")),
    "HTML 200": says(answer(b"<html>Welcome</html>")),
    "garbage status line": says(b"garbage\r\n\r\n"),
    "100, then close": says(b"HTTP/1.1 100 Continue\r\n\r\n"),
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
