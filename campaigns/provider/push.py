"""One signed POST on an open connection, and what its answer proves: the same for every push that
leaves, a rehearsal's too."""

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.utils import timezone

from campaigns.domain.provider import outcome, signature
from campaigns.domain.provider.outcome import Outcome, Verdict

from .connection import Answer, Connection, NoAnswer, NotSent, Timeouts


def connection(host: str) -> Connection:
    """To a data centre's base URL, not yet open."""
    timeouts = Timeouts(settings.CONNECT_TIMEOUT, settings.READ_TIMEOUT, settings.POST_DEADLINE)
    return Connection(host, timeouts, ca_bundle=settings.CA_BUNDLE)


def exchange(
    line: Connection,
    body: bytes,
    *,
    app_key: str,
    secret: str,
    request_id: str,
    before_first_byte: Callable[[], None],
) -> tuple[Verdict, Answer | None]:
    """POST these bytes, signed now. `before_first_byte` may raise NotSent; nothing leaves then."""
    headers = signature.headers(
        app_key=app_key, secret=secret, nonce=signature.new_nonce(), now=timezone.now()
    )
    headers["X-Request-ID"] = request_id
    try:
        answer = line.post(body, headers, before_first_byte=before_first_byte)
    except NotSent as error:
        return Verdict(Outcome.NOT_SENT, error=str(error)), None
    except NoAnswer as error:
        return Verdict(Outcome.UNKNOWN, error=str(error)), None
    verdict = outcome.judge(answer.status, answer.body, complete=answer.complete)
    return _without((secret, headers[signature.SIGNATURE]), verdict, answer)


def _without(
    credentials: tuple[str, ...], verdict: Verdict, answer: Answer
) -> tuple[Verdict, Answer]:
    """An answer may repeat what it was asked with: it is judged as it came, and kept without."""
    error, body = verdict.error, answer.body
    for credential in credentials:
        error = error.replace(credential, "***")
        body = body.replace(credential.encode(), b"***")
    return replace(verdict, error=error), replace(answer, body=body)
