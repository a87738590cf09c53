"""Which failure an exception of a POST stands for: by its class, never by its words."""

from collections.abc import Iterator
from http.client import BadStatusLine, RemoteDisconnected

from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from campaigns.domain.provider.failure import Failure

CLASSES: tuple[tuple[type[BaseException], Failure], ...] = (
    (NewConnectionError, Failure.NO_CONNECTION),
    (ConnectTimeoutError, Failure.NO_CONNECTION),
    (TimeoutError, Failure.NO_ANSWER),
    (RemoteDisconnected, Failure.CLOSED),
    (ConnectionResetError, Failure.CUT_OFF),
    (BrokenPipeError, Failure.CLOSED_EARLY),
    (BadStatusLine, Failure.NOT_HTTP),
)
"""The first that fits: RemoteDisconnected is a ConnectionResetError and a BadStatusLine as well.
Source: what requests, urllib3 and Python raise in tests/provider."""


def failure_of(error: BaseException) -> Failure | None:
    """None for an error of a class that is not in CLASSES. requests and urllib3 wrap what the
    socket raised, so the exceptions behind this one are looked at too."""
    for kind, failure in CLASSES:
        if any(isinstance(cause, kind) for cause in _behind(error)):
            return failure
    return None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what led to it, the last first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
