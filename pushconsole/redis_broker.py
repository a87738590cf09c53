"""Celery's Redis broker; an answer of Redis that refuses a command is a lost connection to it."""

from kombu.transport import redis
from redis.exceptions import ResponseError


class Transport(redis.Transport):
    """Redis answers UNBLOCKED and READONLY while it changes its role, OOM and MISCONF while it is
    full. Kombu 5.7 counts such a ResponseError as a fault of one channel, which ends a worker; it
    passes, as a broken connection does, and so all of Celery reconnects."""

    connection_errors = (*redis.Transport.connection_errors, ResponseError)
