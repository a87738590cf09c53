"""Connections that open before they send, and call back between the two."""

import socket
import ssl
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from campaigns.domain.provider.failure import Failure

from .answer_head import BoundedResponse


class NotSent(Exception):
    """Proven: not one byte of the request left this machine. `failure` is None for want of a
    code."""

    def __init__(self, text: str, failure: Failure | None = None) -> None:
        super().__init__(text)
        self.failure = failure


def _refuse_unopened() -> None:
    raise NotSent("This connection was not opened for a request.")


class _FirstByte:
    """Mixin of urllib3's connections: calls `before_first_byte` on the open connection."""

    before_first_byte: Callable[[], None] = staticmethod(_refuse_unopened)
    response_class: Any = BoundedResponse
    sock: socket.socket | None

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is None:
            self.connect()  # type: ignore[attr-defined]
        self.before_first_byte()
        super().request(*args, **kwargs)  # type: ignore[misc]

    @property
    def is_connected(self) -> bool:
        """Whether the peer has neither closed nor sent data unasked.

        urllib3 takes any waiting byte for a dropped connection, but TLS 1.3 servers send session
        tickets unasked: urllib3 would throw the open connection away after the claim.
        """
        return self.sock is not None and _is_silent(self.sock)


def _is_silent(sock: socket.socket) -> bool:
    """Whether there is nothing to read but what the TLS layer consumes itself."""
    timeout = sock.gettimeout()
    sock.settimeout(0)
    try:
        sock.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    finally:
        sock.settimeout(timeout)
    return False


class FirstByteConnection(_FirstByte, HTTPConnection):
    pass


class _FirstByteTLSConnection(_FirstByte, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = FirstByteConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _FirstByteTLSConnection


class FirstByteAdapter(HTTPAdapter):
    """The adapter of requests, with the connections above."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}
