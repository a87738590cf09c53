"""The guarded fetch against servers that take their time, or answer in any other wrong way."""

import contextlib
import dataclasses
import socket
import time

import pytest

from campaigns.domain.addresses import parse
from campaigns.outbound.fetch import MAX_BYTES, fetch
from campaigns.outbound.public_hosts import Network, NotFetched, TooSlow
from tests.outbound.conftest import PUBLIC, URL, Internet
from tests.provider import misbehaving
from tests.push_server import PushServer

pytestmark = pytest.mark.slow

ADDRESS = parse(URL)


def drip_without_length(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(30):
        connection.sendall(b"x")
        time.sleep(0.1)


@pytest.mark.parametrize(
    "behave",
    [misbehaving.drip, misbehaving.drip_head, misbehaving.hang, drip_without_length],
    ids=["drip", "drip head", "hang", "drip without length"],
)
def test_whole_fetch_has_one_deadline(
    server: PushServer, hasty: Network, behave: misbehaving.Behaviour
) -> None:
    server.behave = behave
    started = time.monotonic()
    with pytest.raises(TooSlow):
        fetch(ADDRESS, hasty)
    assert time.monotonic() - started < 1


def drip_handshake(connection: socket.socket) -> None:
    """The beginning of a long server hello, a byte at a time."""
    for byte in b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + bytes(30):
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


@pytest.mark.parametrize("behave", [misbehaving.hang, drip_handshake])
def test_handshake_is_under_the_deadline(
    hasty: Network, internet: Internet, behave: misbehaving.Behaviour
) -> None:
    started = time.monotonic()
    with misbehaving.listening(behave) as internet.port, pytest.raises(TooSlow):
        fetch(ADDRESS, hasty)
    assert time.monotonic() - started < 1


def test_resolver_is_under_the_deadline(hasty: Network) -> None:
    def slow(host: str) -> list[str]:
        time.sleep(1.5)
        return [PUBLIC]

    started = time.monotonic()
    with pytest.raises(TooSlow):
        fetch(ADDRESS, dataclasses.replace(hasty, resolve=slow))
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "behave", misbehaving.AFTER_READING.values(), ids=misbehaving.AFTER_READING
)
def test_any_misbehaviour_ends_in_time_and_in_a_sentence(
    server: PushServer, hasty: Network, behave: misbehaving.Behaviour
) -> None:
    server.behave = behave
    started = time.monotonic()
    with contextlib.suppress(NotFetched):
        assert len(fetch(ADDRESS, hasty).body) <= MAX_BYTES
    assert time.monotonic() - started < 1
