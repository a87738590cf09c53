"""A transport of `requests` that speaks over a connection somebody else has opened."""

import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class _Connection(HTTPSConnection):
    """Given its socket, it never looks up a name: TLS and Host still go by the URL's."""

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
    """For one https request over `opened`, a socket below TLS; without retries."""

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
