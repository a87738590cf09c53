"""How long the console waits for its database and its broker: for nothing without an end.

A network that drops packets without a word closes no connection. From the moment a path exists
again, a sender works within 15 s: an answer that never comes costs STATEMENT_TIMEOUT + 2 s, a dead
connection that nobody was using `postgresql.base.HEALTH_CHECK`, a dead one to Redis 7 s.
"""

import socket
import sys
from pathlib import Path
from typing import Any

KEEPALIVE_IDLE, KEEPALIVE_INTERVAL, KEEPALIVE_COUNT = 5, 2, 3
"""Seconds of silence, seconds between probes, and probes: a dead peer is known after 11 s."""
UNACKNOWLEDGED = 10_000
"""Milliseconds for which what was sent may stay unacknowledged."""

CONNECT = 5
"""Seconds for each address of a database server, its answer to the password included."""
PATIENCE_OVER = 2
"""Seconds by which the console waits longer for a statement than PostgreSQL lets it run."""

COMMAND_LOCK = "20s"
"""How long a command waits for a lock. A migration that waits makes everybody wait behind it; the
limits of the other sessions end what it waits for sooner."""
COMMAND_IDLE = "10min"
"""How long a command may think within a transaction: a migration of data does."""


def is_command() -> bool:
    """True in a command of manage.py that a person waits for: migrate, verify_audit. It may take
    long. `dispatch` sends, and counts as a program."""
    program, *arguments = sys.argv or [""]
    return Path(program).name in {"manage.py", "django-admin"} and arguments[:1] != ["dispatch"]


def postgresql_options(
    given: dict[str, Any], *, statement: int, lock: int, idle: int
) -> dict[str, Any]:
    """OPTIONS of the database: libpq's parameters and the session's limits, in seconds. `given`,
    what DATABASE_URL says, wins; `checks.sessions` refuses limits that it makes longer."""
    limits = _command_limits() if is_command() else _limits(statement, lock, idle)
    limits |= _server_keepalives()
    session = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return {
        "connect_timeout": CONNECT,
        "keepalives": 1,
        "keepalives_idle": KEEPALIVE_IDLE,
        "keepalives_interval": KEEPALIVE_INTERVAL,
        "keepalives_count": KEEPALIVE_COUNT,
        "tcp_user_timeout": UNACKNOWLEDGED,
        "patience": None if is_command() else statement + PATIENCE_OVER,
        **given,
        "options": f"{session} {given.get('options', '')}".strip(),
    }


def _limits(statement: int, lock: int, idle: int) -> dict[str, str]:
    return {
        "statement_timeout": f"{statement}s",
        "lock_timeout": f"{lock}s",
        "idle_in_transaction_session_timeout": f"{idle}s",
    }


def _command_limits() -> dict[str, str]:
    return {
        "statement_timeout": "0",
        "lock_timeout": COMMAND_LOCK,
        "idle_in_transaction_session_timeout": COMMAND_IDLE,
    }


def _server_keepalives() -> dict[str, str]:
    """The same at the other end: the session of a client that is gone lets go of its locks."""
    return {
        "tcp_keepalives_idle": str(KEEPALIVE_IDLE),
        "tcp_keepalives_interval": str(KEEPALIVE_INTERVAL),
        "tcp_keepalives_count": str(KEEPALIVE_COUNT),
        "tcp_user_timeout": str(UNACKNOWLEDGED),
    }


def redis_options() -> dict[str, Any]:
    """TRANSPORT_OPTIONS of Redis, in seconds.

    A worker asks by BRPOP, which answers within 1 s, but no socket time-out applies to its event
    loop: kombu drops the connection when the answer is `health_check_interval` overdue, and looks
    as often, so after 7 s. Everything else, such as publishing, meets `socket_timeout`, and is
    tried once more on a new connection: a hint that comes twice is harmless.
    """
    return {
        "socket_connect_timeout": 3,
        "socket_timeout": 3,
        "socket_keepalive": True,
        "socket_keepalive_options": _keepalives(),
        "health_check_interval": 3,
        "retry_on_timeout": True,
    }


def _keepalives() -> dict[int, int]:
    """Options of the socket, those that this platform has."""
    wanted = {
        "TCP_KEEPIDLE": KEEPALIVE_IDLE,
        "TCP_KEEPINTVL": KEEPALIVE_INTERVAL,
        "TCP_KEEPCNT": KEEPALIVE_COUNT,
        "TCP_USER_TIMEOUT": UNACKNOWLEDGED,
    }
    return {
        int(getattr(socket, name)): value for name, value in wanted.items() if hasattr(socket, name)
    }
