"""One POST through the product's connection, and what its end proves."""

from collections.abc import Callable

from campaigns.domain.provider import outcome
from campaigns.domain.provider.outcome import Outcome
from campaigns.provider.connection import Connection, NoAnswer, NotSent, ProviderAnswer, Timeouts

TIMEOUTS = Timeouts(connect=1, read=0.3, deadline=0.5)
BODY = b'{"platform":["ios"]}'
Result = ProviderAnswer | NotSent | NoAnswer


def exchange(
    url: str,
    ca_bundle: str,
    *,
    opened: Callable[[], object] = lambda: None,
    guard: Callable[[], None] = lambda: None,
    timeouts: Timeouts = TIMEOUTS,
) -> Result:
    """`opened` runs between open() and post()."""
    try:
        with Connection(url, timeouts, ca_bundle=ca_bundle) as line:
            line.open()
            opened()
            return line.post(BODY, {"App-Key": "key"}, before_first_byte=guard)
    except (NotSent, NoAnswer) as error:
        return error


def verdict(result: Result) -> Outcome:
    if isinstance(result, ProviderAnswer):
        return outcome.judge(result.status, result.body, complete=result.complete).outcome
    return Outcome.NOT_SENT if isinstance(result, NotSent) else Outcome.UNKNOWN
