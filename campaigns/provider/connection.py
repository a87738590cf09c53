"""One POST on one fresh connection, and proof of whether it left.

No retries, no redirects, no proxies, netrc or certificates from the environment: each request
costs quota, and whoever holds its headers can push anything. An exception's class does not tell
whether the request left (a hung TLS handshake and a lost answer are both a read timeout), so the
connection itself calls back right before the first byte of the request.
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

from campaigns.domain.provider.data_centres import PUSH_PATH
from campaigns.domain.provider.failure import Failure

from . import answer_body
from .failures import failure_of
from .first_byte import FirstByteAdapter, FirstByteConnection
from .first_byte import NotSent as NotSent


class NoAnswer(Exception):
    """The request may have left, and no status line came back. `failure` is None for want of a
    code."""

    def __init__(self, text: str, failure: Failure | None) -> None:
        super().__init__(text)
        self.failure = failure


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to connect (per address, TLS included), between two reads, and from the first byte
    of the request to the last of the answer."""

    connect: float
    read: float
    deadline: float


@dataclass(frozen=True)
class ProviderAnswer:
    """An HTTP answer. `complete` is False where the body was cut, too long, or not to be unpacked.
    `ahead`: seconds by which this machine's clock is ahead of the answer's Date, to half a second;
    None without a Date."""

    status: int
    body: bytes
    complete: bool
    ahead: float | None = None


class Connection:
    """One connection to `base_url`, for one POST to `path`. `ca_bundle` is the path of a file with
    trusted certificates, "" for those of certifi."""

    def __init__(
        self, base_url: str, timeouts: Timeouts, *, path: str = PUSH_PATH, ca_bundle: str = ""
    ) -> None:
        self.url = base_url + path
        self._timeouts = timeouts
        self._verify = ca_bundle or certifi.where()
        self._adapter = FirstByteAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._socket: socket.socket | None = None
        self._is_cut = False

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
            self._connection = cast(FirstByteConnection, pool._get_conn())
            self._connection.timeout = self._timeouts.connect
            self._connection.connect()
            pool._put_conn(self._connection)
        except Exception as error:  # noqa: BLE001 (whatever it is, nothing was sent)
            raise NotSent(f"Could not connect: {error}", Failure.NO_CONNECTION) from error

    def post(
        self, body: bytes, headers: dict[str, str], *, before_first_byte: Callable[[], None]
    ) -> ProviderAnswer:
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
                failure = Failure.DEADLINE if self._is_cut else failure_of(error)
                raise NoAnswer(str(error), failure) from error
            if isinstance(error, NotSent):
                raise
            raise NotSent(str(error), failure_of(error)) from error

    def _note(self, before_first_byte: Callable[[], None]) -> None:
        before_first_byte()
        self._socket = self._connection.sock
        self._timer.start()

    def _exchange(self, request: requests.PreparedRequest) -> ProviderAnswer:
        response = self._adapter.send(
            request,
            stream=True,
            timeout=(self._timeouts.connect, self._timeouts.read),
            verify=self._verify,
        )
        ahead = _ahead(response.headers.get("Date", ""), datetime.now(UTC))
        with response:
            body, complete = answer_body.read(response.raw)
        return ProviderAnswer(response.status_code, body, complete, ahead)

    @contextlib.contextmanager
    def _watchdog(self) -> Iterator[None]:
        """Ends an exchange at the deadline: a slow drip of bytes never meets the read timeout."""
        self._timer = threading.Timer(self._timeouts.deadline, self._cut)
        self._timer.daemon = True
        try:
            yield
        finally:
            self._timer.cancel()

    def _cut(self) -> None:
        """Shut down the socket below TLS: a shutdown of TLS would let a blocked read see plain
        bytes."""
        with contextlib.suppress(OSError):
            if self._socket is not None:
                self._is_cut = True
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _complete(headers: dict[str, str]) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        **headers,
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "pushconsole",
    }


def _ahead(date: str, now: datetime) -> float | None:
    """Seconds that `now` is ahead. A Date is cut to whole seconds: half a second later is the
    likeliest moment."""
    try:
        theirs = parsedate_to_datetime(date)
        return (now - theirs).total_seconds() - 0.5
    except (ValueError, TypeError, OverflowError):  # not a date, or one without a zone
        return None
