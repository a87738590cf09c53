"""`answers.log`, beside `sent.log`: what became of each request, until the database has it.

One line of JSON per outcome, on disk before the database is asked to record it: a database that is
away, or a process that ends, loses no answer. It holds no content and no secret, about 400 bytes
a line. Recorded lines are dropped, so that the file is empty as a rule.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from . import durable_files

LOCK_SECONDS = 1.0
"""After which a line is written without the lock: a process that was stopped may hold it. At worst
the line is lost in a rewrite, and the database has the answer all the same."""
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
    with _opened(LOCK_SECONDS) as (handle, _):
        durable_files.write(handle, raw)


def lines() -> list[AnswerLine]:
    """Every line that can be read, oldest first. Raises OSError."""
    try:
        return _read()
    except FileNotFoundError:
        return []


def drop(done: set[AnswerLine]) -> None:
    """Take these lines out, torn ones too. Raises OSError: then the file is as it was. Does nothing
    while another process holds the file."""
    with _opened(DROP_SECONDS) as (handle, is_locked):
        if not is_locked:
            return
        left = [line for line in _read() if line not in done]
        if left:
            rows = (f"{json.dumps(asdict(line))}\n" for line in left[-LINES_KEPT:])
            durable_files.replace(path(), "".join(rows).encode())
        else:
            os.ftruncate(handle, 0)


def _read() -> list[AnswerLine]:
    """Without torn lines: the database may still have been told."""
    return list(durable_files.read_lines(path().read_bytes().splitlines(), AnswerLine))


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
