"""Files of this machine that outlive a crash: sent.log, answers.log and its notes."""

import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

Line = TypeVar("Line")

LOOK_EVERY = 0.01
"""Seconds between two looks at a lock that another process holds."""


def write(handle: int, raw: bytes) -> None:
    """In one write, so that lines of several processes never mix; on the disk on return. Raises
    OSError."""
    if os.write(handle, raw) != len(raw):
        raise OSError("The disk is full.")
    os.fsync(handle)


def replace(path: Path, raw: bytes) -> None:
    """Give the file this content by a rename: a crash leaves the old file or the new one. Raises
    OSError."""
    new = path.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        write(handle, raw)
    finally:
        os.close(handle)
    new.rename(path)
    sync_folder(path)


def sync_folder(path: Path) -> None:
    """Write the folder of a new or renamed file to the disk, with the file's name in it. Raises
    OSError."""
    handle = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lock(handle: int, within: float) -> bool:
    """Lock the file until `handle` is closed. False if another process holds it for longer than so
    many seconds. Raises OSError."""
    deadline = time.monotonic() + within
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(LOOK_EVERY)
        else:
            return True


def read_lines(raw: Iterable[bytes], kind: type[Line]) -> Iterator[Line]:
    """The lines of JSON that hold the fields of `kind`. A line torn by a crash is left out."""
    for line in raw:
        try:
            yield kind(**json.loads(line))
        except (ValueError, TypeError):
            continue
