"""The provider and the network before it, in the place of `campaigns.provider.Connection`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils import timezone

from campaigns.domain.provider.failure import Failure
from campaigns.provider.connection import NoAnswer, NotSent, ProviderAnswer
from tests.model.stopping import stop


@dataclass(frozen=True)
class Request:
    """What the provider has seen of one."""

    id: str
    body: bytes
    at: datetime


class Provider:
    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.accepted: set[str] = set()
        """Push ids that it gave."""

    def connection(self, *_: object, **__: object) -> "Line":
        return Line(self)

    def accept(self, request_id: str) -> str:
        push_id = f"push of {request_id}"
        self.accepted.add(push_id)
        return push_id


class Line:
    """As `campaigns.provider.Connection`: tests/sending proves on sockets that it behaves so."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def open(self) -> None:
        if stop("connect", "connects", "cannot connect", alone=True) == "cannot connect":
            raise NotSent("Could not connect.", Failure.NO_CONNECTION)

    def post(
        self, body: bytes, headers: dict[str, str], *, before_first_byte: Callable[[], None]
    ) -> ProviderAnswer:
        if stop("before the guard", "goes on", "connection lost") == "connection lost":
            raise NotSent("The connection was lost.")
        before_first_byte()
        request_id = headers["X-Request-ID"]
        answers: tuple[str, ...] = ("no answer", "SIGTERM")
        if stop("first byte", "arrives", "is lost", alone=True) == "arrives":
            self._provider.seen.append(Request(request_id, body, timezone.now()))
            answers = ("accepted", "refused", "quota", "no answer", "SIGTERM")
        return self._answer(stop("answer", *answers), request_id)

    def _answer(self, how: str, request_id: str) -> ProviderAnswer:
        if how == "SIGTERM":
            raise SystemExit(0)
        if how == "no answer":
            raise NoAnswer("Read timed out.", Failure.NO_ANSWER)
        if how == "refused":
            return ProviderAnswer(400, b'{"code": 1003, "errorMessage": "no"}', complete=True)
        if how == "quota":
            return ProviderAnswer(429, b'{"code": 1008, "errorMessage": "too many"}', complete=True)
        body = json.dumps({"code": 200, "id": self._provider.accept(request_id)}).encode()
        return ProviderAnswer(200, body, complete=True)
