"""Contention: which database errors mean that somebody else held a lock, and how not to wait."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

LOCKED = frozenset({"55P03", "40P01"})
"""SQLSTATE of PostgreSQL: a lock not had in time, and a deadlock. Nothing has been written.
Source: PostgreSQL's manual, Appendix A."""
SQLITE_LOCKED = frozenset({5, 6})
"""SQLITE_BUSY and SQLITE_LOCKED. Source: sqlite.org/rescode.html."""
A_MOMENT = 200
"""Milliseconds for which `without_waiting` does wait: every write holds a lock for some."""


def is_locked(error: BaseException) -> bool:
    """True if a statement gave up waiting for a lock; nothing of its transaction stays."""
    cause = error.__cause__
    if cause is None:
        return False
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_LOCKED  # the rest of the code is a detail
    return getattr(cause, "sqlstate", None) in LOCKED or is_locked(cause)


@contextmanager
def without_waiting() -> Iterator[None]:
    """A transaction that waits for no lock longer than A_MOMENT."""
    if connection.vendor == "sqlite":
        with _sqlite_without_waiting(), transaction.atomic():
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {A_MOMENT}")
        yield


@contextmanager
def _sqlite_without_waiting() -> Iterator[None]:
    """Its one lock is taken by BEGIN IMMEDIATE, so the wait is the connection's."""
    usual = int(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {A_MOMENT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def hold(what: str, key: int) -> None:
    """Hold, until this transaction ends, a lock that has only a name: for rules that count rows
    before they add one. It delays nobody who does not ask for the same. On SQLite the transaction
    itself is the lock. Raises django.db.Error that `is_locked`."""
    if connection.vendor == "postgresql":
        name = hashlib.sha256(f"{what}:{key}".encode()).digest()[:8]
        with connection.cursor() as cursor:
            number = int.from_bytes(name, "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
