"""`answers.log`, beside `sent.log`: what became of each request, until the database has it.

One line of JSON per outcome, on disk before the database is asked to record it: a database that is
away, or a process that ends, loses no answer. It holds no content and no secret, about 400 bytes
a line. Recorded lines are dropped, so that the file is empty as a rule. A line that cannot wait for
the file's lock is written to a file of its own, `answers-<request_id>.log`.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from . import durable_files

LOCK_SECONDS = 1.0
"""After which a line is written to a file of its own: a process that was stopped may hold the
lock, and what is written without it is lost where another process rewrites the file."""
DROP_SECONDS = 0.2
"""After which dropping lines is left to the next time."""
LINES_KEPT = 1000
"""Of lines that no database claims, as after a restore; the newest."""


@dataclass(frozen=True)
class AnswerLine:
    """The outcome of one attempt; `attempt` is 0 if only its `request_id` is known, `installation`
    "" where sent.log does not tell. `at` in ISO 8601, UTC; the others as in `Attempt`."""

    attempt: int
    request_id: str
    installation: str
    outcome: str
    code: int | None
    push_id: str
    http_status: int | None
    failure: str
    error: str
    at: str


def append(line: AnswerLine) -> None:
    """Write the line to the disk; it is there on return. Raises OSError. It begins with a line
    break, so that a line torn by a crash spoils no other."""
    raw = f"\n{json.dumps(asdict(line))}\n".encode()
    with _opened(LOCK_SECONDS) as (handle, is_locked):
        if is_locked:
            durable_files.write(handle, raw)
            return
    durable_files.replace(_own_file(line.request_id), raw)


def lines() -> list[AnswerLine]:
    """Every line that can be read, oldest first; then those in files of their own. Raises
    OSError."""
    return _read([path(), *_own_files()])


def has_lines() -> bool:
    """Without reading any. False where the folder cannot be read."""
    try:
        return path().stat().st_size > 0 or bool(_own_files())
    except OSError:
        return False


def drop(done: set[AnswerLine]) -> None:
    """Take these lines out, torn ones too, and those in files of their own in. Raises OSError: then
    no line is lost. Does nothing while another process holds the file."""
    with _opened(DROP_SECONDS) as (handle, is_locked):
        if not is_locked:
            return
        own = _own_files()
        left = [line for line in dict.fromkeys(_read([path(), *own])) if line not in done]
        if left:
            rows = (f"{json.dumps(asdict(line))}\n" for line in left[-LINES_KEPT:])
            durable_files.replace(path(), "".join(rows).encode())
        else:
            os.ftruncate(handle, 0)
        for file in own:
            file.unlink(missing_ok=True)


def _read(files: Iterable[Path]) -> list[AnswerLine]:
    """Without torn lines: the database may still have been told."""
    return [line for file in files for line in durable_files.read_lines(_raw(file), AnswerLine)]


def _raw(file: Path) -> list[bytes]:
    try:
        return file.read_bytes().splitlines()
    except FileNotFoundError:  # none yet, or another process has just taken its line in
        return []


def _own_file(request_id: str) -> Path:
    return path().with_name(f"{path().stem}-{request_id}{path().suffix}")


def _own_files() -> list[Path]:
    return sorted(path().parent.glob(_own_file("*").name))


def path() -> Path:
    sent = Path(settings.SENT_LOG)
    return sent.with_name(f"answers{sent.name.removeprefix('sent')}")


@contextlib.contextmanager
def _opened(seconds: float) -> Iterator[tuple[int, bool]]:
    """The file, and whether it could be locked within `seconds`; made if it is missing."""
    deadline = time.monotonic() + seconds
    while True:
        is_new = not path().exists()
        handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            is_locked = durable_files.lock(handle, deadline - time.monotonic())
            if not is_locked or _is_current(handle):
                yield handle, is_locked
                break
        finally:
            os.close(handle)
    if is_new:
        durable_files.sync_folder(path())


def _is_current(handle: int) -> bool:
    """False if the file was replaced while this process waited for it."""
    try:
        return os.path.samestat(os.fstat(handle), path().stat())
    except FileNotFoundError:
        return False
