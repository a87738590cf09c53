"""The only caller of /push.json: one POST on one fresh connection, and proof of whether it left.

No retries, no redirects, no proxies, netrc or certificates from the environment: each request
costs quota, and whoever holds its headers can push anything. Exception classes do not tell whether
a request left (a hung TLS handshake and a lost answer are both a read timeout), so the connection
itself notes the moment before its first request byte.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self, cast

import certifi
import requests
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.response import BaseHTTPResponse

from campaigns.domain.provider.data_centres import PUSH_PATH

from .first_byte import NotingAdapter, NotingConnection
from .first_byte import NotSent as NotSent

MAX_ANSWER = 64 * 1024
"""Bytes read of an answer; the documented one has about 50."""


class NoAnswer(Exception):
    """The request may have left, and no status line came back."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to connect (per address, TLS included), between two reads, and from the first byte
    of the request to the last of the answer."""

    connect: float
    read: float
    deadline: float


@dataclass(frozen=True)
class Answer:
    """`complete` is False where the body was cut, or longer than MAX_ANSWER. `ahead`: how many
    seconds this machine's clock was ahead of the answer's Date, to half a second; None without."""

    status: int
    body: bytes
    complete: bool
    ahead: float | None = None


class Connection:
    """One connection to `base_url`, for one POST. `ca_bundle` is a path, "" for the usual roots."""

    def __init__(self, base_url: str, timeouts: Timeouts, *, ca_bundle: str = "") -> None:
        self.url = base_url + PUSH_PATH
        self._timeouts = timeouts
        self._verify = ca_bundle or certifi.where()
        self._adapter = NotingAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._adapter.close()

    def open(self) -> None:
        """DNS, TCP and TLS, ahead of the request. Raises NotSent."""
        try:
            request = requests.Request("POST", self.url).prepare()
            pool = self._adapter.get_connection_with_tls_context(request, verify=self._verify)
            assert isinstance(pool, HTTPConnectionPool)  # noqa: S101 (for the type checker)
            self._adapter.cert_verify(pool, self.url, self._verify, None)  # type: ignore[no-untyped-call]
            self._connection = cast(NotingConnection, pool._get_conn())
            self._connection.timeout = self._timeouts.connect
            self._connection.connect()
            pool._put_conn(self._connection)
        except Exception as error:  # noqa: BLE001 (whatever it is, nothing was sent)
            raise NotSent(f"Could not connect: {error}") from error

    def post(
        self, body: bytes, headers: dict[str, str], *, before_first_byte: Callable[[], None]
    ) -> Answer:
        """`before_first_byte` runs on the open connection and may raise NotSent to stop it.

        Raises NotSent where nothing left, NoAnswer where something may have and no status came.
        """
        self._connection.before_first_byte = lambda: self._note(before_first_byte)
        request = requests.Request("POST", self.url, data=body, headers=_complete(headers))
        try:
            with self._watchdog():
                return self._exchange(request.prepare())
        except Exception as error:
            if self._socket is not None:
                raise NoAnswer(str(error)) from error
            raise NotSent(str(error)) from error

    def _note(self, before_first_byte: Callable[[], None]) -> None:
        before_first_byte()
        self._socket = self._connection.sock
        self._timer.start()

    def _exchange(self, request: requests.PreparedRequest) -> Answer:
        response = self._adapter.send(
            request,
            stream=True,
            timeout=(self._timeouts.connect, self._timeouts.read),
            verify=self._verify,
        )
        ahead = _ahead(response.headers.get("Date", ""), datetime.now(UTC))
        with response:
            body, complete = _read(response.raw)
        return Answer(response.status_code, body, complete, ahead)

    @contextlib.contextmanager
    def _watchdog(self) -> Iterator[None]:
        """A timeout between reads does not end an answer that drips; this does."""
        self._timer = threading.Timer(self._timeouts.deadline, self._cut)
        self._timer.daemon = True
        try:
            yield
        finally:
            self._timer.cancel()

    def _cut(self) -> None:
        """Past the TLS layer: its own shutdown would let a blocked read see plain bytes."""
        with contextlib.suppress(OSError):
            if self._socket is not None:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _complete(headers: dict[str, str]) -> dict[str, str]:
    return {
        **headers,
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "pushconsole",
    }


def _ahead(date: str, now: datetime) -> float | None:
    """A Date is in whole seconds, cut: half a second later is the likeliest moment."""
    try:
        theirs = parsedate_to_datetime(date)
        return (now - theirs).total_seconds() - 0.5
    except (ValueError, TypeError, OverflowError):  # not a date, or one without a zone
        return None


def _read(raw: BaseHTTPResponse) -> tuple[bytes, bool]:
    """What came of the body, and whether it was all of it."""
    body = b""
    try:
        while len(body) <= MAX_ANSWER and (chunk := raw.read(4096, decode_content=False)):
            body += chunk
    except Exception:  # noqa: BLE001 (cut, reset, dripping: what came is kept, as incomplete)
        return body[:MAX_ANSWER], False
    return body[:MAX_ANSWER], len(body) <= MAX_ANSWER
