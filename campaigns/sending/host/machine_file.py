"""`sent.machine.json`: who this machine is, and what it has seen of the installation.

It stands beside `sent.log` and is replaced as a whole. No backup of the database contains it, so a
database that was put back lacks what it says. About 400 bytes, without content or secret.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from . import durable_files

LOCK_WITHIN = 3.0
"""Seconds. Renewing takes some milliseconds; a process that was stopped meanwhile keeps the lock,
and the others must not wait for it."""


@dataclass(frozen=True)
class Notes:
    """What the machine knows. `folder`: the inode of its folder, which no copy shares. `mark`: the
    last random mark that it left in the database; "" if it was never admitted."""

    machine: str
    folder: str
    installation: str = ""
    mark: str = ""
    seal: int = 0
    digest: str = ""
    attempt: int = 0
    request_id: str = ""

    @property
    def is_copied(self) -> bool:
        """Was this file written in another folder?"""
        return self.folder != _folder()


def read() -> Notes | None:
    """None if there is no file, or one that holds something else. Raises OSError."""
    try:
        return Notes(**json.loads(_path().read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        return None


def new(copied: Notes | None = None) -> Notes:
    """Of a machine without a file, or with one `copied` from another: what that one has seen
    counts, but its mark is not this machine's."""
    seen = copied or Notes("", "")
    return replace(seen, machine=uuid4().hex, folder=_folder(), mark="")


def write(notes: Notes) -> None:
    """Replace the file; it is on the disk on return. Raises OSError. Call it under `locked`."""
    durable_files.replace(_path(), json.dumps(asdict(notes)).encode())


@contextmanager
def locked(within: float = LOCK_WITHIN) -> Iterator[bool]:
    """The processes of one machine take turns. False if another holds the lock for longer than so
    many seconds. Raises OSError."""
    path = _path().with_suffix(".lock")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield durable_files.lock(handle, within)
    finally:
        os.close(handle)


def _path() -> Path:
    return Path(settings.SENT_LOG).with_suffix(".machine.json")


def _folder() -> str:
    return str(_path().parent.stat().st_ino)
