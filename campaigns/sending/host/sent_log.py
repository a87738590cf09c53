"""`sent.log`: what has left this machine, beside the database, so that a restored one is noticed.

A line of JSON per POST, on the disk before its first byte leaves. It holds no content and no
secret: about 300 bytes, a few lines a day.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

TAIL = 2 * 1024
"""Bytes read at the end of the file, some six lines: a claim costs the same after a million."""
ROOM = 64 * 1024
"""Bytes that must be free: an attempt is not begun where its line would not fit."""


@dataclass(frozen=True)
class Line:
    """`installation` and `request_id` in hex, `at` in ISO 8601, UTC."""

    installation: str
    attempt: int
    request_id: str
    app_key: str
    campaign: int
    digest: str
    at: str


def append(line: Line) -> None:
    """On the disk when it returns; raises OSError.

    One write, so that lines of several processes never mix; it begins with a line break, so that
    a line torn by a crash spoils no other.
    """
    raw = f"\n{json.dumps(asdict(line))}\n".encode()
    is_new = not _path().exists()
    handle = _open()
    try:
        if os.write(handle, raw) != len(raw):
            raise OSError("The disk is full.")
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _sync_folder()


def require_room() -> None:
    """Raises OSError where a line could not be written now."""
    handle = _open()
    try:
        disk = os.fstatvfs(handle)
    finally:
        os.close(handle)
    if disk.f_bavail * disk.f_frsize < ROOM:
        raise OSError("The disk is full.")


def last() -> list[Line]:
    """The youngest lines, oldest first; raises OSError where the file is no such log."""
    with _path().open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        tail = file.read()
    lines = list(_readable(tail.splitlines()))
    if not lines and size >= TAIL:
        raise OSError("It holds no line that can be read.")
    return lines


def every() -> Iterator[Line]:
    if not _path().exists():
        return
    with _path().open("rb") as file:
        yield from _readable(file)


def retire(now: datetime) -> None:
    """Put the log aside under the moment's name: it stays as evidence."""
    name = f"sent-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}.log"
    _path().rename(_path().with_name(name))
    _sync_folder()


def now_as_text(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _path() -> Path:
    return Path(settings.SENT_LOG)


def _open() -> int:
    return os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _sync_folder() -> None:
    handle = os.open(_path().parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _readable(raw: Iterable[bytes]) -> Iterator[Line]:
    """A torn line is left out: what it was written for never left."""
    for one in raw:
        try:
            yield Line(**json.loads(one))
        except (ValueError, TypeError):
            continue
