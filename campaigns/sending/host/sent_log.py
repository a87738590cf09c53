"""`sent.log`: every POST of this machine, kept beside the database to notice a restored database.

One line of JSON per POST, on disk before the first byte leaves. It holds no content and no secret:
about 300 bytes, a few lines a day.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from . import durable_files

TAIL_BYTES = 2 * 1024
"""Bytes read from the end of the file, about six lines: a claim costs the same after a million."""
FREE_BYTES = 64 * 1024
"""Bytes that must be free on the disk before a claim, so that its line will fit."""


@dataclass(frozen=True)
class SentLogLine:
    """One attempt. `installation` and `request_id` in hex, `at` in ISO 8601, UTC."""

    installation: str
    attempt: int
    request_id: str
    app_key: str
    campaign: int
    digest: str
    at: str


def append(line: SentLogLine) -> None:
    """Write the line to the disk; it is there on return. Raises OSError.

    It begins with a line break, so that a line torn by a crash, whose request never left, spoils
    no other.
    """
    raw = f"\n{json.dumps(asdict(line))}\n".encode()
    is_new = not _path().exists()
    handle = _open()
    try:
        durable_files.write(handle, raw)
    finally:
        os.close(handle)
    if is_new:
        durable_files.sync_folder(_path())


def require_room() -> None:
    """Raises OSError if a line could not be written now."""
    handle = _open()
    try:
        disk = os.fstatvfs(handle)
    finally:
        os.close(handle)
    if disk.f_bavail * disk.f_frsize < FREE_BYTES:
        raise OSError("The disk is full.")


def last_lines() -> list[SentLogLine]:
    """The last lines, oldest first. Raises OSError if the file is missing or no such log."""
    with _path().open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
    lines = list(durable_files.read_lines(tail.splitlines(), SentLogLine))
    if not lines and size >= TAIL_BYTES:
        raise OSError("It holds no line that can be read.")
    return lines


def all_lines() -> Iterator[SentLogLine]:
    """Every line, oldest first; none if there is no file. Raises OSError."""
    if not _path().exists():
        return
    with _path().open("rb") as file:
        yield from durable_files.read_lines(file, SentLogLine)


def retire(now: datetime) -> None:
    """Rename the log after the moment `now`: it stays as evidence. Raises OSError."""
    name = f"sent-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}.log"
    _path().rename(_path().with_name(name))
    durable_files.sync_folder(_path())


def utc_text(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _path() -> Path:
    return Path(settings.SENT_LOG)


def _open() -> int:
    return os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
