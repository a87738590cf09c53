"""The code of a failure comes from the classes of exceptions, whatever their words say."""

import http.client

import pytest
import requests
import urllib3

from campaigns.domain.provider.failure import Failure
from campaigns.provider.failures import failure_of

RAISED = [
    (TimeoutError("x"), Failure.NO_ANSWER),
    (http.client.RemoteDisconnected("x"), Failure.CLOSED),
    (ConnectionResetError("x"), Failure.CUT_OFF),
    (BrokenPipeError("x"), Failure.CLOSED_EARLY),
    (http.client.BadStatusLine("x"), Failure.NOT_HTTP),
    (OSError(113, "No route to host"), None),
    (ValueError("Read timed out. Connection reset by peer. Broken pipe"), None),
]


@pytest.mark.parametrize(("error", "failure"), RAISED, ids=lambda it: type(it).__name__)
def test_class_says_the_failure(error: Exception, failure: Failure | None) -> None:
    assert failure_of(error) is failure


@pytest.mark.parametrize(("error", "failure"), RAISED, ids=lambda it: type(it).__name__)
def test_wrapped_error_is_found(error: Exception, failure: Failure | None) -> None:
    """As requests and urllib3 wrap it."""
    assert failure_of(_wrapped(error)) is failure


def _wrapped(error: Exception) -> Exception:
    try:
        try:
            raise urllib3.exceptions.ProtocolError("Connection aborted.", error) from error
        except urllib3.exceptions.ProtocolError as outer:
            raise requests.ConnectionError(outer)  # noqa: B904 (as requests does)
    except requests.ConnectionError as wrapped:
        return wrapped
