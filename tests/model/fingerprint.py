"""What makes two installations the same: rows, what the provider saw, and where each worker stands.

Senders are alike but for their names: two installations that differ in who is called what are one.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from itertools import permutations
from types import FrameType

from django.db.models import Model

from campaigns.sending.host import answer_log, sent_log
from tests.model.installation import Installation
from tests.model.protocol_rows import ProtocolRows
from tests.model.stopping import Worker


def fingerprint(installation: Installation, rows: ProtocolRows) -> int:
    """64 bits; never 0."""
    parts = (
        installation.clock.now,
        sorted(installation.left.items()),
        installation.provider.seen,
        rows,
        [line.request_id for line in sent_log.all_lines()],
        [(line.request_id, line.outcome) for line in answer_log.lines()],
    )
    unordered = [*installation.provider.accepted, *map(_worker, installation.active())]
    text = "\n".join([repr(parts), *map(repr, unordered)])
    return min(_digests(text, [worker.name for worker in installation.workers]))


def _digests(text: str, names: list[str]) -> Iterator[int]:
    """One for each way to share out the names."""
    for order in permutations(names):
        other = dict(zip(names, order, strict=True))
        renamed = re.sub(r"sender \d+", lambda found: other[found[0]], text)  # noqa: B023
        fixed, *unordered = renamed.split("\n")
        raw = "\n".join([fixed, *sorted(unordered)]).encode()
        yield int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "big") or 1


def _worker(worker: Worker) -> tuple[object, ...]:
    return (worker.name, worker.at, worker.stalled, worker.asked, list(_frames(worker)))


def _frames(worker: Worker) -> Iterator[tuple[object, ...]]:
    """Where each of the product's functions on its stack stands, and what it remembers."""
    frame: FrameType | None = worker.stack.gr_frame
    while frame is not None:
        if "/campaigns/" in frame.f_code.co_filename:
            known = [(name, _value(value)) for name, value in frame.f_locals.items()]
            yield frame.f_code.co_qualname, frame.f_lasti, known
        frame = frame.f_back


def _value(value: object) -> object:
    """As it will matter to what comes; of what has no value of its own, only the type."""
    if value is None or isinstance(value, str | bytes | int | float | datetime | Enum):
        return value
    if isinstance(value, Model):
        columns = vars(value).items()
        return type(value).__name__, [(name, _value(one)) for name, one in columns]
    if is_dataclass(value):
        return [_value(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, list | tuple):
        return [_value(member) for member in value]
    return type(value).__name__
