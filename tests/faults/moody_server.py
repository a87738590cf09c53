"""A server in the provider's place that answers as it likes, and remembers what it told whom."""

import random
import socket
import threading
import time
from enum import StrEnum
from typing import Self

from tests.push_server import ACCEPTED, PushServer, Received, answer

HANG_SECONDS = 5
"""Longer than the shortened POST_DEADLINE of `installation.TIMING`."""


class Mood(StrEnum):
    """What became of a request that was read whole."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SILENT = "silent"
    """Accepted, but the answer never came: dropped, hung, cut or garbled."""


WEIGHTS = {Mood.ACCEPTED: 6, Mood.REFUSED: 2, Mood.SILENT: 2}
REFUSAL = b'{"code":1003,"errorMessage":"bad parameter"}'
LOST = (b"", answer()[:30], b"garbage\r\n\r\n", answer(b'{"code":500}', "500 Error"))
"""Answers that prove nothing."""


class MoodyServer:
    """`told`: request id -> the mood of each request with it, in order."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._lock = threading.Lock()
        self.told: dict[str, list[Mood]] = {}
        self._server = PushServer(answer_to=self._answer)
        self.url = ""

    def __enter__(self) -> Self:
        self._server.__enter__()
        self.url = self._server.url
        return self

    def __exit__(self, *error: object) -> None:
        self._server.__exit__(*error)

    def _answer(self, request: Received, connection: socket.socket) -> None:
        with self._lock:
            [mood] = self._chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
            self.told.setdefault(request.headers["x-request-id"], []).append(mood)
            lost, hangs = self._chance.choice(LOST), self._chance.random() < 0.2
            time_taken = self._chance.random()
        time.sleep(time_taken)
        if mood is Mood.ACCEPTED:
            connection.sendall(answer(ACCEPTED))
        elif mood is Mood.REFUSED:
            connection.sendall(answer(REFUSAL, "400 Bad Request"))
        else:
            time.sleep(HANG_SECONDS if hangs else 0)
            connection.sendall(lost)
