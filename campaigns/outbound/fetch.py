"""Fetches an address that a person typed, from public hosts only.

No redirects, proxies, cookies, netrc or content coding; TLS is verified; one deadline covers
everything. The request carries none of the provider's headers.
"""

import contextlib
import re
import socket
from dataclasses import dataclass
from typing import Any

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, SSLError
from urllib3.response import BaseHTTPResponse

from campaigns.domain.addresses import Address
from campaigns.domain.translatable import translatable

from .public_hosts import (
    INTERNET,
    Network,
    NotFetched,
    Unreachable,
    open_connection,
    too_slow_error,
)

MAX_BYTES = 1024 * 1024
_LENGTH = re.compile("[0-9]{1,15}")
HEADERS = {
    "Accept": "image/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "pushconsole",
}


class NotTrusted(NotFetched):
    """TLS failed."""


class BadAnswer(NotFetched):
    """Not 200; redirects too."""


@dataclass(frozen=True)
class Fetched:
    """`body` has at most MAX_BYTES bytes; `complete` is False if there were more. `size` in bytes
    is the announced Content-Length if that is more than came."""

    body: bytes
    complete: bool
    size: int


def fetch(address: Address, network: Network = INTERNET) -> Fetched:
    """GET `address`. Raises NotFetched, whose `text` says what to do."""
    with open_connection(address.host, network) as (opened, cut):
        try:
            fetched = _get(address, opened, network)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise too_slow_error() if cut.is_set() else _failure(error) from error
    if cut.is_set():
        raise too_slow_error()  # an answer without a length looks complete when it is cut
    return fetched


def _get(address: Address, opened: socket.socket, network: Network) -> Fetched:
    request = requests.Request("GET", address.url, headers=HEADERS).prepare()
    with contextlib.closing(PinnedAdapter(opened)) as adapter:
        response = adapter.send(
            request,
            stream=True,
            timeout=network.deadline,
            verify=network.ca_bundle or certifi.where(),
        )
        with response:
            _require_200(response.status_code)
            return _read(response.raw)


def _require_200(status: int) -> None:
    if 300 <= status < 400:
        raise BadAnswer(
            translatable(
                "Enter the address that this one redirects to (%(status)d): it is not followed.",
                status=status,
            )
        )
    if status != 200:
        raise BadAnswer(
            translatable("Check the address: its server answers with %(status)d.", status=status)
        )


def _read(raw: BaseHTTPResponse) -> Fetched:
    body = b""
    while len(body) <= MAX_BYTES:
        chunk = raw.read(min(65536, MAX_BYTES + 1 - len(body)), decode_content=False)
        if not chunk:
            break
        body += chunk
    announced = raw.headers.get("Content-Length", "")
    size = int(announced) if _LENGTH.fullmatch(announced) else 0
    return Fetched(body[:MAX_BYTES], len(body) <= MAX_BYTES, max(size, len(body)))


def _failure(error: Exception) -> NotFetched:
    if isinstance(error, requests.Timeout | TimeoutError):
        return too_slow_error()
    if isinstance(error, requests.exceptions.SSLError | SSLError):
        return NotTrusted(
            translatable("Check the certificate of the image's server: it is not trusted.")
        )
    return Unreachable(translatable("Check the address: its server broke off the answer."))


class _Connection(HTTPSConnection):
    """Uses the given socket instead of resolving a name; TLS and Host use the name of the URL."""

    def __init__(self, *args: Any, opened: socket.socket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened: socket.socket | None = opened

    def _new_conn(self) -> socket.socket:
        opened, self._opened = self._opened, None
        if opened is None:
            raise OSError("A pinned connection is used once.")
        return opened


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection


class PinnedAdapter(HTTPAdapter):
    """Sends one https request over `opened`, a socket below TLS, without retries."""

    def __init__(self, opened: socket.socket) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._opened = opened

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _Pool}

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        assert isinstance(pool, HTTPConnectionPool)  # noqa: S101 (for the type checker)
        pool.conn_kw["opened"] = self._opened
        return pool
