"""One POST over real sockets and real TLS: not sent means that no server read a request."""

import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest
import trustme

from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome
from campaigns.provider.answer_body import MAX_ANSWER
from campaigns.provider.connection import NoAnswer, NotSent, ProviderAnswer, Timeouts
from tests.provider import misbehaving
from tests.provider.exchanging import BODY, TIMEOUTS, exchange, verdict
from tests.provider.misbehaving import AFTER_READING, ODD_BUT_CLEAR, Dropping
from tests.push_server import ACCEPTED, PushServer, answer


@pytest.fixture(params=["http", "https"])
def server(request: pytest.FixtureRequest, ca: trustme.CA) -> Iterator[Dropping]:
    tls = misbehaving.server_context(ca) if request.param == "https" else None
    with Dropping(tls=tls) as running:
        yield running


def test_request_is_accepted(server: Dropping, ca_bundle: str) -> None:
    assert verdict(exchange(server.url, ca_bundle)) is Outcome.ACCEPTED
    assert [request.body for request in server.requests] == [BODY]


def test_connection_that_was_opened_carries_the_request(server: Dropping, ca_bundle: str) -> None:
    """The session tickets that TLS 1.3 sends by itself must not pass for a dropped connection."""
    exchange(server.url, ca_bundle, opened=lambda: time.sleep(0.1))
    assert (server.connections, len(server.requests)) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", AFTER_READING)
def test_fault_after_the_request_was_read_is_unknown(
    server: Dropping, ca_bundle: str, name: str
) -> None:
    server.behave = AFTER_READING[name]
    assert verdict(exchange(server.url, ca_bundle)) is Outcome.UNKNOWN
    assert len(server.requests) == 1


FAILURES = {
    "close": Failure.CLOSED,
    "no answer": Failure.NO_ANSWER,
    "dripping head": Failure.DEADLINE,
    "garbage status line": Failure.NOT_HTTP,
    "HTTP 0.9": Failure.NOT_HTTP,
    "200 headers": None,
    "103, then nothing": Failure.CLOSED,
    "interim answers without end": None,
    "long headers": None,
}
"""What the server does -> the code of the failure."""


@pytest.mark.parametrize("name", FAILURES)
def test_failure_after_the_request_has_its_code(
    server: Dropping, ca_bundle: str, name: str
) -> None:
    server.behave = AFTER_READING[name]
    result = exchange(server.url, ca_bundle)
    assert isinstance(result, NoAnswer)
    assert result.failure is FAILURES[name]


def test_reset_connection_was_cut_off(ca_bundle: str) -> None:
    with Dropping(behave=misbehaving.reset) as server:
        result = exchange(server.url, ca_bundle)
    assert isinstance(result, NoAnswer)
    assert result.failure is Failure.CUT_OFF


def test_deadline_is_told_from_a_closed_connection(ca_bundle: str) -> None:
    """The watchdog closes the connection itself, which the socket reports like the peer's end."""
    timeouts = Timeouts(connect=1, read=5, deadline=0.2)
    with misbehaving.listening(misbehaving.hang) as port:
        result = exchange(f"http://localhost:{port}", ca_bundle, timeouts=timeouts)
    assert isinstance(result, NoAnswer)
    assert result.failure is Failure.DEADLINE


def test_corrupt_tls_record_after_the_request_is_unknown(ca: trustme.CA, ca_bundle: str) -> None:
    context = misbehaving.server_context(ca)
    with PushServer(tls=context, behave=misbehaving.corrupt_record) as server:
        assert verdict(exchange(server.url, ca_bundle)) is Outcome.UNKNOWN
        assert len(server.requests) == 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(server: Dropping, ca_bundle: str, code: int) -> None:
    with PushServer(tls=server.tls) as other:
        location = f"Location: {other.url}/push.json\r\n"
        server.reply = f"HTTP/1.1 {code} Moved\r\n{location}Content-Length: 0\r\n\r\n".encode()
        result = exchange(server.url, ca_bundle)
        assert (verdict(result), other.requests) == (Outcome.UNKNOWN, [])
        assert len(server.requests) == 1


def test_busy_answer_with_retry_after_is_one_request(server: Dropping, ca_bundle: str) -> None:
    server.reply = b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
    assert verdict(exchange(server.url, ca_bundle)) is Outcome.UNKNOWN
    assert len(server.requests) == 1


def test_quota_answer_with_retry_after_is_one_request(server: Dropping, ca_bundle: str) -> None:
    server.reply = b"HTTP/1.1 429 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
    assert verdict(exchange(server.url, ca_bundle)) is Outcome.REFUSED_QUOTA
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ODD_BUT_CLEAR)
def test_answer_that_is_odd_but_clear_is_read(server: Dropping, ca_bundle: str, name: str) -> None:
    server.behave = ODD_BUT_CLEAR[name]
    result = exchange(server.url, ca_bundle)
    assert verdict(result) is Outcome.ACCEPTED
    assert isinstance(result, ProviderAnswer)
    assert (result.body, len(server.requests)) == (ACCEPTED, 1)


def test_packed_answer_that_unpacks_to_forty_megabytes_is_cut(
    server: Dropping, ca_bundle: str
) -> None:
    packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(40)) + packer.flush()
    server.behave = misbehaving.packed(b"gzip", bomb)
    tracemalloc.start()
    result = exchange(server.url, ca_bundle)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(result, ProviderAnswer)
    assert (len(result.body), result.complete) == (MAX_ANSWER, False)
    assert peak < 2 * 2**20


def test_each_request_asks_for_its_connection_to_be_closed(
    server: Dropping, ca_bundle: str
) -> None:
    """One that idles could be swallowed with the next request on it."""
    exchange(server.url, ca_bundle)
    exchange(server.url, ca_bundle)
    assert server.connections == 2
    assert {request.headers["connection"] for request in server.requests} == {"close"}


def test_server_that_speaks_before_it_is_asked_is_asked_anew(
    server: Dropping, ca_bundle: str
) -> None:
    """What it says first is an answer to nothing."""

    def speak(connection: socket.socket) -> None:
        with connection:
            connection.sendall(answer(b'{"code":200,"id":"stray"}'))

    server.drops, server.drop = 1, speak
    result = exchange(server.url, ca_bundle, opened=lambda: time.sleep(0.2))
    assert isinstance(result, ProviderAnswer)
    assert (b"stray" in result.body, len(server.requests)) == (False, 1)


@pytest.mark.slow
def test_server_that_never_reads_leaves_it_unknown(ca_bundle: str) -> None:
    with misbehaving.listening(misbehaving.hang) as port:
        assert verdict(exchange(f"http://localhost:{port}", ca_bundle)) is Outcome.UNKNOWN


@pytest.mark.slow
def test_dripping_answer_ends_at_the_deadline(server: Dropping, ca_bundle: str) -> None:
    server.behave = misbehaving.drip
    started = time.monotonic()
    exchange(server.url, ca_bundle)
    assert TIMEOUTS.deadline <= time.monotonic() - started < TIMEOUTS.deadline + 0.5


@pytest.mark.slow
def test_deadline_counts_from_the_first_byte(server: Dropping, ca_bundle: str) -> None:
    """What came before is the guard's matter; it must not leave the answer without an end."""
    server.behave = misbehaving.drip
    started = time.monotonic()
    exchange(server.url, ca_bundle, guard=lambda: time.sleep(0.6))
    assert time.monotonic() - started < 0.6 + TIMEOUTS.deadline + 0.5


def test_endless_answer_costs_little_memory(server: Dropping, ca_bundle: str) -> None:
    server.behave = misbehaving.endless
    tracemalloc.start()
    result = exchange(server.url, ca_bundle)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(result, ProviderAnswer)
    assert (len(result.body), result.complete) == (MAX_ANSWER, False)
    assert peak < 2 * 2**20


def test_refusal_by_the_guard_is_not_sent(server: Dropping, ca_bundle: str) -> None:
    def refuse() -> None:
        raise NotSent("Too late.", Failure.WINDOW_OVER)

    result = exchange(server.url, ca_bundle, guard=refuse)
    assert isinstance(result, NotSent)
    assert (str(result), server.requests) == ("Too late.", [])
    assert result.failure is Failure.WINDOW_OVER


def test_failure_of_the_guard_is_not_sent(server: Dropping, ca_bundle: str) -> None:
    def fail() -> None:
        raise OSError("The database is away.")

    assert verdict(exchange(server.url, ca_bundle, guard=fail)) is Outcome.NOT_SENT
    assert server.requests == []


@pytest.mark.slow
@pytest.mark.parametrize("drop", [socket.socket.close, misbehaving.reset])
def test_connection_dropped_before_the_request_is_made_anew(
    server: Dropping, ca_bundle: str, drop: Callable[[socket.socket], None]
) -> None:
    server.drops, server.drop = 1, drop
    result = exchange(server.url, ca_bundle, opened=lambda: time.sleep(0.2))
    assert (verdict(result), len(server.requests)) == (Outcome.ACCEPTED, 1)


def test_server_gone_before_the_request_is_not_sent(server: Dropping, ca_bundle: str) -> None:
    server.drops = 9

    def leave() -> None:
        server.__exit__()
        time.sleep(0.2)

    result = exchange(server.url, ca_bundle, opened=leave)
    assert (verdict(result), server.requests) == (Outcome.NOT_SENT, [])
    assert isinstance(result, NotSent)
    assert result.failure is Failure.NO_CONNECTION


@pytest.mark.parametrize("after", range(6))
def test_connection_dropped_at_any_moment_is_never_called_unsent_when_read(
    server: Dropping, ca_bundle: str, after: int
) -> None:
    """The server reads and closes while the client writes: whatever is said, it is not a lie."""
    server.behave = misbehaving.reset
    result = exchange(server.url, ca_bundle, opened=lambda: time.sleep(after / 1000))
    assert verdict(result) is not Outcome.NOT_SENT or server.requests == []
