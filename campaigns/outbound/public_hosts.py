"""SSRF guard: connects to public hosts of the internet and to nothing else.

A name is resolved once. If any of its addresses is not public, nothing is opened; otherwise the
connection goes to one of the checked addresses, even if the name resolves differently afterwards.
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
    """The address could not be fetched. `text` says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


class NotPublic(NotFetched):
    """The name is unknown or resolves to a private address; the text does not say which."""


class Unreachable(NotFetched):
    """No connection was made, or it broke."""


class TooSlow(NotFetched):
    """The deadline has passed."""


def resolve(host: str) -> list[str]:
    """The host's IP addresses. Raises OSError."""
    entries = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in entries]


def dial(address: str, timeout: float) -> socket.socket:
    """A connection to port 443 of an IP address. Raises OSError."""
    return socket.create_connection((address, PORT), timeout)


@dataclass(frozen=True)
class Network:
    """How names are resolved and addresses dialled; tests replace both by a server of their own.
    The guard is not part of it. `ca_bundle` is a path, "" for the usual roots; `deadline` is in
    seconds."""

    resolve: Callable[[str], list[str]] = resolve
    dial: Callable[[str, float], socket.socket] = dial
    ca_bundle: str = ""
    deadline: float = DEADLINE


INTERNET = Network()


@contextlib.contextmanager
def open_connection(host: str, network: Network) -> Iterator[tuple[socket.socket, threading.Event]]:
    """Yields a socket below TLS, and an event that is set if the deadline cut the connection.
    Raises NotPublic, Unreachable or TooSlow.

    A timer shuts a second handle down, below TLS: a timeout between reads would not end a
    handshake or an answer that comes byte by byte.
    """
    until = time.monotonic() + network.deadline
    opened = _dial_first(_public_addresses(host, network, until), network, until)
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


def _public_addresses(host: str, network: Network, until: float) -> list[str]:
    """Resolves in a thread that is abandoned at `until`: the resolver has no timeout."""
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
        raise too_slow_error() from error
    if not addresses or not all(map(is_public, addresses)):
        raise NotPublic(translatable("Mend the host name: it has no public address."))
    return addresses


def _dial_first(addresses: list[str], network: Network, until: float) -> socket.socket:
    """Connects to the first that answers; each gets an equal share of the time left."""
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        seconds = (until - time.monotonic()) / left
        with contextlib.suppress(OSError):
            if seconds > 0:
                opened = network.dial(address, seconds)
                opened.settimeout(network.deadline)
                return opened
    if time.monotonic() >= until:
        raise too_slow_error()
    raise Unreachable(translatable("Check the address: its server cannot be reached."))


def too_slow_error() -> NotFetched:
    return TooSlow(
        translatable("Try again later: the image took over %(n)d seconds.", n=int(DEADLINE))
    )
