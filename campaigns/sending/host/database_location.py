"""Where the database is: the value changes if somebody copies, restores or moves the database."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import CharField, Func

MACHINE_ID = Path("/etc/machine-id")
_known: "WeakKeyDictionary[object, str]" = WeakKeyDictionary()
"""Open connection -> place: a connection never changes its server."""
_folders: "WeakKeyDictionary[object, str]" = WeakKeyDictionary()
"""Open connection -> `folder_since`."""


class Tables(Func):
    """The object identifiers of tables that a logical restore makes anew, in any database; "" on
    SQLite. A copy by CREATE DATABASE ... TEMPLATE and pg_upgrade keep them, ALTER TABLE too."""

    output_field = CharField()
    names = ("campaigns_campaign", "campaigns_attempt", "campaigns_installation")

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return "''", ()

    def as_postgresql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        numbers = ", ".join(f"to_regclass('{name}')::oid" for name in self.names)
        return f"concat_ws(' ', 'tables', {numbers})", ()


class ServerStart(Func):
    """When the database's server was started; "" on SQLite. A cluster's folder can be put back only
    while the server is stopped."""

    output_field = CharField()

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return "''", ()

    def as_postgresql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return "extract(epoch from pg_postmaster_start_time())::text", ()


def place() -> str:
    """SQLite: the file's inode and the machine's id. PostgreSQL: the cluster's identifier (replicas
    share it) and the database's oid; the oid alone if the role may not read the identifier.
    """
    if connection.vendor != "postgresql":
        return _file_and_machine()
    connection.ensure_connection()
    raw = connection.connection
    if raw not in _known:
        _known[raw] = _cluster_and_database()
    return _known[raw]


def folder_since() -> str:
    """When the cluster's folder was made, by the status change of a file that nothing changes
    later; "" on SQLite, or if the role may not ask. A copy has another moment, whatever made it; a
    snapshot of the disk has the same.
    """
    if connection.vendor != "postgresql":
        return ""
    connection.ensure_connection()
    raw = connection.connection
    if raw not in _folders:
        _folders[raw] = _folder_since()
    return _folders[raw]


def _folder_since() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('pg_stat_file(text)', 'execute')")
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute("SELECT extract(epoch FROM change) FROM pg_stat_file('PG_VERSION')")
        return str(cursor.fetchone()[0])


def _file_and_machine() -> str:
    try:
        file = Path(str(connection.settings_dict["NAME"])).stat().st_ino
    except OSError:
        return ""
    try:
        machine = MACHINE_ID.read_text().strip()
    except OSError:
        machine = ""
    return f"file {file} {machine}".strip()


def _cluster_and_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        database = cursor.fetchone()[0]
        cursor.execute("SELECT has_function_privilege('pg_control_system()', 'execute')")
        cluster = ""
        if cursor.fetchone()[0]:
            cursor.execute("SELECT system_identifier FROM pg_control_system()")
            cluster = cursor.fetchone()[0]
    return f"cluster {cluster} database {database}"
