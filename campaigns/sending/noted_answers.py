"""Answers that are noted on this machine before the database has them, and recorded later."""

import contextlib
import logging
import threading
from datetime import UTC, datetime, timedelta

from django.db import Error, connection

from campaigns.access import NotAllowed
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.lib import database_clock
from campaigns.lib.retry import stopping
from campaigns.models import Attempt
from campaigns.provider.connection import ProviderAnswer

from . import record
from .host import answer_log, restore_guard, sent_log
from .host.answer_log import AnswerLine

log = logging.getLogger(__name__)

SETTLE_EVERY = 10.0
"""Seconds."""
UNCLEAR = timedelta(minutes=10)
"""How long a claim that was not confirmed is looked for: by then its COMMIT has been applied, or
never will be."""


def note(
    request_id: str, verdict: Verdict, answer: ProviderAnswer | None = None, *, attempt: int = 0
) -> AnswerLine | None:
    """The verdict as it is on this machine's disk now. None if it is not: then it is still in
    memory, to be recorded. Never raises."""
    line = AnswerLine(
        attempt=attempt,
        request_id=request_id,
        installation=_installation(request_id),
        outcome=str(verdict.outcome),
        code=verdict.code,
        push_id=verdict.push_id,
        http_status=answer.status if answer else None,
        failure=str(verdict.failure or ""),
        error=verdict.error,
        at=database_clock.now().astimezone(UTC).isoformat(),
    )
    try:
        answer_log.append(line)
    except OSError:
        log.exception("This could not be noted in answers.log: %s", line)
        return None
    return line


def forget(line: AnswerLine | None) -> None:
    """Drop a line that the database has. Never raises: `settle` drops it too."""
    try:
        if line is not None:
            answer_log.drop({line})
    except OSError:
        log.exception("answers.log could not be rewritten.")


def _installation(request_id: str) -> str:
    """As sent.log has it, for the database may be away."""
    with contextlib.suppress(OSError):
        for line in reversed(sent_log.last_lines()):
            if line.request_id == request_id:
                return line.installation
    return ""


def settle() -> None:
    """Record the noted answers that the database does not have, and drop those that it has. Never
    raises: what could not be done is done the next time."""
    try:
        if lines := answer_log.lines():
            answer_log.drop({line for line in lines if _is_settled(line)})
    except OSError:
        log.exception("answers.log could not be read or written.")
    except Error:
        log.exception("Noted answers could not be recorded yet.")
        connection.close()


def settle_now_and_then() -> None:
    """`settle` at once and every SETTLE_EVERY seconds, in a thread, until this process stops: an
    idle worker too has answers to record when the database is back."""
    threading.Thread(target=_settle_until_stopped, daemon=True).start()


def _settle_until_stopped() -> None:
    while True:
        if answer_log.has_lines():
            settle()
            connection.close()
        if stopping.wait(SETTLE_EVERY):
            return


def _is_settled(line: AnswerLine) -> bool:
    """Whether the database has it now. A line of another database, or of one that was restored to
    a moment before it, stays."""
    attempt = _attempt(line)
    if attempt is None:
        return not line.attempt and database_clock.now() - datetime.fromisoformat(line.at) > UNCLEAR
    if attempt.outcome not in (Outcome.OPEN, Outcome.UNKNOWN) or attempt.outcome == line.outcome:
        return True
    try:
        record.record_verdict(attempt, _verdict(line), _answer(line))
    except (NotAllowed, ValueError):  # moved meanwhile, or written by a newer release
        log.exception("A noted answer could not be recorded yet: %s", line)
        return False
    return True


def _attempt(line: AnswerLine) -> Attempt | None:
    if line.installation not in ("", restore_guard.this_installation().uuid.hex):
        return None
    found = Attempt.objects.filter(request_id=line.request_id).select_related("submission").first()
    return found if found and line.attempt in (0, found.pk) else None


def _verdict(line: AnswerLine) -> Verdict:
    failure = Failure(line.failure) if line.failure else None
    return Verdict(Outcome(line.outcome), line.code, line.push_id, line.error, failure)


def _answer(line: AnswerLine) -> ProviderAnswer | None:
    """Its status only: the body was not noted."""
    return ProviderAnswer(line.http_status, b"", complete=False) if line.http_status else None
