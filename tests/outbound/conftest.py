"""An image server under a public name and address: both lead to this machine's loopback, behind
the guard."""

import dataclasses
import socket
from collections.abc import Iterator

import pytest
import trustme

from campaigns.outbound.public_hosts import Network
from tests import image_files
from tests.provider.misbehaving import server_context
from tests.push_server import PushServer

HOST = "images.example.com"
URL = f"https://{HOST}/a.png"
PUBLIC = "93.184.216.34"


def served(body: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: image/png\r\nContent-Length: {len(body)}\r\n"
    return f"{head}{headers}\r\n".encode() + body


class Internet:
    """Every public address is the server at `port`. `dialled` holds the addresses asked for, and
    `resolved` the names; `names` what they mean, one answer after the other."""

    def __init__(self, port: int, *answers: list[str]) -> None:
        self.port = port
        self.answers = list(answers) or [[PUBLIC]]
        self.resolved: list[str] = []
        self.dialled: list[str] = []

    def resolve(self, host: str) -> list[str]:
        self.resolved.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def dial(self, address: str, timeout: float) -> socket.socket:
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout)


@pytest.fixture
def server(ca: trustme.CA) -> Iterator[PushServer]:
    with PushServer(served(image_files.png()), tls=server_context(ca, HOST)) as running:
        yield running


@pytest.fixture
def internet(server: PushServer) -> Internet:
    return Internet(server.port)


@pytest.fixture
def network(internet: Internet, ca_bundle: str) -> Network:
    return Network(internet.resolve, internet.dial, ca_bundle)


@pytest.fixture
def hasty(network: Network) -> Network:
    return dataclasses.replace(network, deadline=0.4)
