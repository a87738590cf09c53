"""One signed POST on an open connection, and what its answer proves: of sends and rehearsals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from campaigns.domain.provider import outcome, signature
from campaigns.domain.provider.outcome import Outcome, Verdict

from .connection import Connection, NoAnswer, NotSent, ProviderAnswer, Timeouts


def connection(host: str) -> Connection:
    """A connection to `host`, a data centre's base URL; not open yet."""
    timeouts = Timeouts(settings.CONNECT_TIMEOUT, settings.READ_TIMEOUT, settings.POST_DEADLINE)
    return Connection(host, timeouts, ca_bundle=settings.CA_BUNDLE)


def exchange(
    line: Connection,
    body: bytes,
    *,
    app_key: str,
    secret: str,
    request_id: str,
    now: datetime,
    before_first_byte: Callable[[], None],
) -> tuple[Verdict, ProviderAnswer | None]:
    """POST these bytes, signed at `now`, and judge the answer (None where none came).

    `before_first_byte` may raise NotSent; nothing leaves then. A failed exchange raises nothing:
    the verdict says what became of it.
    """
    headers = signature.headers(
        app_key=app_key, secret=secret, nonce=signature.new_nonce(), now=now
    )
    headers["X-Request-ID"] = request_id
    try:
        answer = line.post(body, headers, before_first_byte=before_first_byte)
    except NotSent as error:
        return Verdict(Outcome.NOT_SENT, error=str(error), failure=error.failure), None
    except NoAnswer as error:
        return Verdict(Outcome.UNKNOWN, error=str(error), failure=error.failure), None
    verdict = outcome.judge(answer.status, answer.body, complete=answer.complete)
    return _without((secret, headers[signature.SIGNATURE]), verdict, answer)


def _without(
    credentials: tuple[str, ...], verdict: Verdict, answer: ProviderAnswer
) -> tuple[Verdict, ProviderAnswer]:
    """The verdict and the answer without credentials, which an answer may repeat. It was judged as
    it came."""
    error, body = verdict.error, answer.body
    for credential in credentials:
        error = error.replace(credential, "***")
        body = body.replace(credential.encode(), b"***")
    return replace(verdict, error=error), replace(answer, body=body)
