"""Celery's connection to the broker, which comes back soon after the broker did."""

from typing import Any

import kombu
from celery.app import amqp

AT_MOST = 4
"""Seconds between two tries to connect. Kombu waits 2 s longer after each, up to 30."""


class Connection(kombu.Connection):
    """The reconnections of workers and beat go through here; they name no interval."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        return super().ensure_connection(*args, **{"interval_max": AT_MOST, **kwargs})


class AMQP(amqp.AMQP):
    Connection = Connection
