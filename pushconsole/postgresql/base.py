"""The connection to PostgreSQL. Django finds it here by the name of the module and the class."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.errors import OperationalError, _WaitTimeout

HEALTH_CHECK = 3
"""Seconds for the SELECT 1 before a task or a request. A healthy database answers it in
milliseconds; each send on a connection that died unseen waits for so long. Ours."""


class Connection(psycopg.Connection[Any]):
    """A connection that waits for no answer longer than `patience` seconds (None: for ever).

    The kernel notices a dead network (`waits.TCP`), the server's limits end a slow statement; only
    this notices a server, or a proxy in front of it, that acknowledges packets and never answers.
    """

    patience: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Raises OperationalError, and closes: what is still to come would be taken for the answer
        to the next statement."""
        if timeout is not None or self.patience is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.patience)
        except _WaitTimeout:
            self.pgconn.finish()
            text = f"The database did not answer within {self.patience:g} s."
            raise OperationalError(text) from None


class DatabaseWrapper(base.DatabaseWrapper):
    """OPTIONS may hold `patience`, see Connection."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.pop("patience", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.__class__ = Connection  # Django calls psycopg.connect(), which takes no class
        connection.patience = self.settings_dict["OPTIONS"].get("patience")
        return connection

    def is_usable(self) -> bool:
        connection: Any = self.connection
        if connection is None:
            return False
        patience, connection.patience = connection.patience, HEALTH_CHECK
        try:
            return bool(super().is_usable())
        finally:
            connection.patience = patience
