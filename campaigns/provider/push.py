"""One signed POST on an open connection, and what its answer proves: of sends and rehearsals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from campaigns.domain.provider import outcome, signature
from campaigns.domain.provider.outcome import Outcome, Verdict

from .connection import Connection, NoAnswer, NotSent, ProviderAnswer, Timeouts
from .credentials import Credentials


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
    credentials = Credentials(secret, headers[signature.SIGNATURE])
    try:
        answer = line.post(body, headers, before_first_byte=before_first_byte)
    except (NotSent, NoAnswer) as error:
        proven = Outcome.NOT_SENT if isinstance(error, NotSent) else Outcome.UNKNOWN
        text = outcome.kept(credentials.hide(str(error)))
        return Verdict(proven, error=text, failure=error.failure), None
    verdict = outcome.judge(
        answer.status, answer.body, complete=answer.complete, hide=credentials.hide
    )
    return verdict, replace(answer, body=credentials.hide_in_body(answer.body))
