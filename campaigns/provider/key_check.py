"""One harmless signed request, to learn whether the provider takes app key and secret."""

import queue
import threading
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from campaigns.domain.provider import key_check, outcome, signature
from campaigns.domain.provider.key_check import KeyState

from .connection import Connection, NoAnswer, NotSent, Timeouts
from .credentials import Credentials

TIMEOUTS = Timeouts(connect=3, read=5, deadline=6)
DEADLINE = 8.0
"""Seconds, the look-up of the name included: somebody waits, and so does a thread of a sender."""


@dataclass(frozen=True)
class KeyAnswer:
    """`status` and `code` are None where no answer came."""

    state: KeyState
    status: int | None = None
    code: int | None = None


def ask(base_url: str, *, app_key: str, secret: str, now: datetime) -> KeyAnswer:
    """Ask the data centre at `base_url`; raises nothing and returns within DEADLINE. A resolver has
    no timeout, so the exchange is in a thread that is abandoned then."""
    answers: queue.SimpleQueue[KeyAnswer] = queue.SimpleQueue()

    def exchange() -> None:
        answers.put(_exchange(base_url, app_key, secret, now))

    threading.Thread(target=exchange, daemon=True).start()
    try:
        return answers.get(timeout=DEADLINE)
    except queue.Empty:
        return KeyAnswer(KeyState.UNREACHABLE)


def _exchange(base_url: str, app_key: str, secret: str, now: datetime) -> KeyAnswer:
    headers = signature.headers(
        app_key=app_key, secret=secret, nonce=signature.new_nonce(), now=now
    )
    credentials = Credentials(secret, headers[signature.SIGNATURE])
    headers["Content-Type"] = key_check.CONTENT_TYPE
    line = Connection(base_url, TIMEOUTS, path=key_check.PATH, ca_bundle=settings.CA_BUNDLE)
    with line:
        try:
            line.open()
            answer = line.post(key_check.BODY, headers, before_first_byte=lambda: None)
        except (NotSent, NoAnswer):
            return KeyAnswer(KeyState.UNREACHABLE)
    verdict = outcome.judge(
        answer.status, answer.body, complete=answer.complete, hide=credentials.hide
    )
    return KeyAnswer(key_check.key_state(answer.status, verdict), answer.status, verdict.code)
