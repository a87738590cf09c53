"""A connection to a host of the internet that somebody named, and to nothing else.

A name is resolved once. If any of its addresses is not public nothing is opened, and what is opened
leads to an address that was looked at, whatever the name means a moment later.
"""

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from campaigns.domain.addresses import PORT, is_public
from campaigns.domain.translatable import Text, translatable

DEADLINE = 5.0
"""Seconds from the look-up of the name to the last byte."""


class NotFetched(Exception):
    """`text` says what to do about it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


class NotPublic(NotFetched):
    """The name is unknown, or leads somewhere that is not the internet: which, is not told."""


class Unreachable(NotFetched):
    """No connection, or it broke."""


class TooSlow(NotFetched):
    """The deadline has passed."""


def resolve(host: str) -> list[str]:
    """The host's IP addresses. Raises OSError."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def dial(address: str, timeout: float) -> socket.socket:
    """A connection to port 443 of an IP address. Raises OSError."""
    return socket.create_connection((address, PORT), timeout)


@dataclass(frozen=True)
class Network:
    """How names and addresses are reached: tests put a server of their own behind them. The guard
    is not part of it. `ca_bundle` is a path, "" for the usual roots."""

    resolve: Callable[[str], list[str]] = resolve
    dial: Callable[[str, float], socket.socket] = dial
    ca_bundle: str = ""
    deadline: float = DEADLINE


INTERNET = Network()


@contextlib.contextmanager
def connected(host: str, network: Network) -> Iterator[tuple[socket.socket, threading.Event]]:
    """A connection below TLS that ends with the deadline, and whether it was cut then. Raises
    NotPublic, Unreachable or TooSlow.

    Cut by a second handle and below the TLS layer: a timeout between reads does not end a handshake
    or an answer that drips.
    """
    until = time.monotonic() + network.deadline
    opened = _dialled(_public(host, network, until), network, until)
    handle, cut = opened.dup(), threading.Event()

    def end() -> None:
        cut.set()
        with contextlib.suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield opened, cut
    finally:
        timer.cancel()
        handle.close()
        opened.close()


def _public(host: str, network: Network, until: float) -> list[str]:
    """The resolver knows no timeout, so it is left behind in a thread of its own."""
    answer: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answer.put(network.resolve(host))
        except (OSError, UnicodeError):
            answer.put([])

    threading.Thread(target=look_up, daemon=True).start()
    try:
        addresses = answer.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty as error:
        raise too_slow() from error
    if not addresses or not all(map(is_public, addresses)):
        raise NotPublic(translatable("Mend the host name: it has no public address."))
    return addresses


def _dialled(addresses: list[str], network: Network, until: float) -> socket.socket:
    """To the first that answers; each gets an equal part of the time left."""
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        seconds = (until - time.monotonic()) / left
        with contextlib.suppress(OSError):
            if seconds > 0:
                opened = network.dial(address, seconds)
                opened.settimeout(network.deadline)
                return opened
    if time.monotonic() >= until:
        raise too_slow()
    raise Unreachable(translatable("Check the address: its server cannot be reached."))


def too_slow() -> NotFetched:
    return TooSlow(
        translatable("Try again later: the image took over %(n)d seconds.", n=int(DEADLINE))
    )
