"""A TCP proxy that drops everything without a word, as a network may: no FIN, no RST, no answer.

Unlike a network it acknowledges what it drops, so that no time-out of the kernel helps: only what
bounds its own waiting comes through. The kernel's are asked for in `tests/pushconsole/test_waits`.
"""

import contextlib
import socket
import threading
from typing import Self


class CuttingProxy:
    """Forwards connections to `port` of this machine from its own `port`. Those that stood at a
    `cut`, or came while it lasted, stay silent for ever; `mend` lets new ones through."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._cuts = 0
        self._is_cut = False
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # or a thread that reads it keeps it open
            one.close()

    def cut(self) -> None:
        self._cuts += 1
        self._is_cut = True

    def mend(self) -> None:
        self._is_cut = False

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._sockets.append(client)
                if not self._is_cut:
                    self._forward(client)

    def _forward(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            server = socket.create_connection(("127.0.0.1", self._target))
            self._sockets.append(server)
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=[*ends, self._cuts], daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, cuts: int) -> None:
        """Until one end closes, which the other is told unless there was a cut meanwhile."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self._cuts == cuts:
                    target.sendall(data)
        if self._cuts == cuts:
            with contextlib.suppress(OSError):
                target.shutdown(socket.SHUT_RDWR)
