"""Two data centres on real sockets, one of them with TLS: what arrives where."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import trustme

from campaigns.domain.provider.data_centres import DataCentre
from campaigns.domain.translatable import Text
from tests.provider.misbehaving import server_context
from tests.push_server import ACCEPTED, PushServer, Received, answer

REPLIES = {
    "accepted": answer(ACCEPTED),
    "refused": answer(b'{"code":1003,"errorMessage":"Bad parameter."}', "400 Bad Request"),
    "unknown": answer(b"<html>", "502 Bad Gateway"),
    "nothing": b"",
}


@dataclass(frozen=True)
class Providers:
    """`servers`: by the code of the data centre."""

    servers: dict[str, PushServer]

    @property
    def private(self) -> DataCentre:
        return DataCentre("private", Text("Private cloud"), self.servers["private"].url)

    def reply(self, name: str) -> None:
        for server in self.servers.values():
            server.reply = REPLIES[name]

    def take(self) -> list[tuple[str, Received]]:
        """What arrived since the last call, with the code of the data centre."""
        arrived = []
        for code, server in self.servers.items():
            arrived += [(code, request) for request in server.requests]
            server.requests.clear()
        return arrived


@contextmanager
def running_providers(ca: trustme.CA) -> Iterator[Providers]:
    with PushServer() as sandbox, PushServer(tls=server_context(ca)) as private:
        yield Providers({"sandbox": sandbox, "private": private})
