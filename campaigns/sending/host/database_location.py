"""Where the database is: the value changes if somebody copies, restores or moves the database."""

from pathlib import Path
from weakref import WeakKeyDictionary

from django.db import connection

MACHINE_ID = Path("/etc/machine-id")
_known: "WeakKeyDictionary[object, str]" = WeakKeyDictionary()
"""Open connection -> place: a connection never changes its server."""


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
