"""A canary in every test: the app secret of `factories`, and each signature made with it.

Watched in whatever the tests run in their own process: every answer of the web, every parameter
of an SQL statement, every log line, every task message, what commands print. At the end, in what
was left behind: the tests' folders, and the databases of the servers where there are some.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from celery.signals import before_task_publish
from django.conf import settings
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SECRET = "canary-Zq7Lw2vN-app-secret"
ALLOWED_TABLE = "sandbox_sandboxapp"
"""The stand-in's own secrets guard nothing, so it keeps them readable."""
_SIGNATURE = re.compile(r"\b[0-9a-fA-F]{40}\b")
_found: list[str] = []
signatures: set[str] = set()


def _notes() -> Path:
    return Path(settings.VAR_DIR) / "canary-signatures"


def signed(signature: str) -> None:
    """A push left with this signature; from now on it may stand nowhere."""
    if signature and signature not in signatures:
        signatures.add(signature)
        with _notes().open("a") as notes:
            notes.write(f"{signature}\n")


def taken() -> list[str]:
    """Where it was seen since the last look."""
    seen = _found.copy()
    _found.clear()
    return seen


def look(where: str, text: str) -> None:
    if _is_in(text, signatures):
        _found.append(where)


def _is_in(text: str, signatures: set[str]) -> bool:
    if SECRET in text:
        return True
    return bool(signatures) and not signatures.isdisjoint(_SIGNATURE.findall(text))


class Watch:
    """The outermost middleware: what leaves, with its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        content = b"" if response.streaming else getattr(response, "content", b"")
        said = content.decode(errors="replace") + str(response.headers)
        look(f"the answer to {request.method} {request.path}", said)
        return response


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        line = logging.Formatter().format(record)
        look(f"a log line of {record.name}", line)


def _statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if ALLOWED_TABLE not in sql:
        look(f"SQL: {sql[:80]}", f"{sql} {_readable(params)}")
    return execute(sql, params, many, context)


def _readable(params: Any) -> str:
    """Also what is bound as bytes, or wrapped for JSON in something that shows its start only."""
    if isinstance(params, dict):
        params = list(params.values())
    if isinstance(params, list | tuple):
        return " ".join(map(_readable, params))
    return repr(getattr(params, "obj", params))


def _watch_statements(connection: Any, **_: Any) -> None:
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _watch_messages(body: Any, headers: Any, **_: Any) -> None:
    look("a task message", f"{body!r} {headers!r}")


def start() -> None:
    """For the whole run; `watch_log` goes before each test, since some configure logging anew."""
    connection_created.connect(_watch_statements)
    before_task_publish.connect(_watch_messages)


_handler = _Handler(logging.DEBUG)


def watch_log() -> None:
    if _handler not in logging.getLogger().handlers:
        logging.getLogger().addHandler(_handler)


def left_behind(folders: Iterable[Path]) -> list[str]:
    """Where it stands when all tests have ended."""
    notes = _notes()
    known = set(notes.read_text().split()) if notes.exists() else set()
    places = [*_files(folders, notes), *_redis(), *_database()]
    return [where for where, text in places if _is_in(text, known)]


def _files(folders: Iterable[Path], notes: Path) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path != notes:
                yield str(path), path.read_bytes().decode("latin-1")


def _redis() -> Iterator[tuple[str, str]]:
    if "REDIS_URL" not in os.environ:
        return
    import redis

    server: Any = redis.Redis.from_url(os.environ["REDIS_URL"])
    read: dict[bytes, Callable[[bytes], Any]] = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": server.smembers,
        b"hash": server.hgetall,
        b"zset": lambda key: server.zrange(key, 0, -1),
    }
    for key in server.scan_iter():
        yield f"Redis: {key!r}", repr(read[server.type(key)](key))


def _database() -> Iterator[tuple[str, str]]:
    """Of the server that the programs under test wrote to; the tests' own one is gone by now."""
    if "DATABASE_URL" not in os.environ:
        return
    import psycopg
    from psycopg import sql

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            if table != ALLOWED_TABLE:
                rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
                yield f"PostgreSQL: {table}", repr(rows.fetchall())
