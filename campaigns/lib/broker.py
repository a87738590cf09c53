"""What the broker holds: how many messages of a queue wait for a worker."""

from typing import Any

from kombu import Connection
from kombu.exceptions import ChannelError


def waiting(connection: Connection, queue: str) -> int:
    """Messages of `queue` that no worker has taken. Raises one of the connection's errors.

    Redis keeps no empty queue: there, asking for one is a ChannelError.
    """
    channel: Any = connection.default_channel
    try:
        declared = channel.queue_declare(queue, passive=True)
    except ChannelError:
        return 0
    return int(declared.message_count)
