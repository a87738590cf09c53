"""How long the console waits for its database and its broker: for nothing without an end.

A network that drops packets without a word closes no connection. From the moment a path exists
again, a sender works within 15 s: an answer that never comes costs STATEMENT_TIMEOUT + 2 s, a dead
connection that nobody was using `postgresql.base.HEALTH_CHECK`, dead ones to Redis 11 s.
"""

import socket
import sys
from pathlib import Path
from typing import Any

from .environment import integer

KEEPALIVE_IDLE, KEEPALIVE_INTERVAL, KEEPALIVE_COUNT = 5, 2, 3
"""Seconds of silence, seconds between probes, and probes: a dead peer is known after 11 s."""
UNACKNOWLEDGED = 10_000
"""Milliseconds for which what was sent may stay unacknowledged."""

CONNECT = 5
"""Seconds for each address of a database server, its answer to the password included."""
PATIENCE_OVER = 2
"""Seconds by which the console waits longer for a statement than PostgreSQL lets it run."""

SERVER_TCP = {
    "tcp_keepalives_idle": KEEPALIVE_IDLE,
    "tcp_keepalives_interval": KEEPALIVE_INTERVAL,
    "tcp_keepalives_count": KEEPALIVE_COUNT,
    "tcp_user_timeout": UNACKNOWLEDGED,
}
"""The same at the other end: the session of a client that is gone lets go of its locks."""
COMMAND = {"statement_timeout": "0", "lock_timeout": "20s"}
"""The session of a command, where it differs from that of a program. A migration that waits for a
lock makes everybody wait behind it, but the limits of the others end what it waits for."""
MIGRATION = {"idle_in_transaction_session_timeout": "10min"}
"""A migration of data thinks within its transaction."""


def command() -> str:
    """The command of manage.py that a person waits for, such as migrate, which may take long; ""
    in a program. `dispatch` sends, and counts as one."""
    program, *arguments = sys.argv or [""]
    if Path(program).name not in {"manage.py", "django-admin"} or arguments[:1] == ["dispatch"]:
        return ""
    return arguments[0] if arguments else "help"


def session_limits() -> dict[str, int]:
    """PostgreSQL's settings -> seconds after which it ends what a session of a program does, waits
    for or holds."""
    return {
        "statement_timeout": integer("STATEMENT_TIMEOUT", 8, high=60),
        "lock_timeout": integer("LOCK_TIMEOUT", 3, high=30),
        "idle_in_transaction_session_timeout": integer("IDLE_TIMEOUT", 10, high=60),
    }


def postgresql_options(given: dict[str, Any]) -> dict[str, Any]:
    """OPTIONS of the database: libpq's parameters and the session's settings. `given`, what
    DATABASE_URL says, wins; `campaigns.checks.sessions` refuses limits that it makes longer."""
    limits, name = session_limits(), command()
    session: dict[str, Any] = {limit: f"{seconds}s" for limit, seconds in limits.items()}
    session |= SERVER_TCP | (COMMAND if name else {}) | (MIGRATION if name == "migrate" else {})
    settings = " ".join(f"-c {setting}={value}" for setting, value in session.items())
    return {
        "connect_timeout": CONNECT,
        "keepalives": 1,
        "keepalives_idle": KEEPALIVE_IDLE,
        "keepalives_interval": KEEPALIVE_INTERVAL,
        "keepalives_count": KEEPALIVE_COUNT,
        "tcp_user_timeout": UNACKNOWLEDGED,
        "patience": None if name else limits["statement_timeout"] + PATIENCE_OVER,
        **given,
        "options": f"{settings} {given.get('options', '')}".strip(),
    }


def redis_options() -> dict[str, Any]:
    """TRANSPORT_OPTIONS of Redis, in seconds.

    A worker asks by BRPOP, which answers within 1 s, but no socket time-out applies to its event
    loop: kombu drops the connection when the answer is `health_check_interval` overdue, and looks
    as often, so after 5 s. Everything else, such as publishing, meets `socket_timeout`, and is
    tried once more on a new connection: a hint that comes twice is harmless. A worker has several
    connections, and finds the dead ones one after another.
    """
    return {
        "socket_connect_timeout": 3,
        "socket_timeout": 2,
        "socket_keepalive": True,
        "socket_keepalive_options": _keepalives(),
        "health_check_interval": 2,
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
