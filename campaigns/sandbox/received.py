"""A request as it came in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

KEPT_BYTES = 1024 * 1024
KEPT_UNSIGNED_BYTES = 4 * 1024
"""Of a caller who has not proved to know the secret, so that strangers cannot fill the disk."""


@dataclass(frozen=True)
class Received:
    """`body` is None when it was too large to be read at all."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None

    @classmethod
    def of(cls, request: HttpRequest) -> "Received":
        try:
            body: bytes | None = request.body
        except RequestDataTooBig:
            body = None
        return cls(request.method or "", request.path, request.headers, body)

    @property
    def request_id(self) -> str:
        return self.headers.get("X-Request-ID", "")[:36]

    def text(self, limit: int) -> str:
        """At most `limit` bytes of the body; what a database text cannot hold is replaced."""
        kept = (self.body or b"")[:limit]
        return kept.decode("utf-8", errors="replace").replace("\0", "\ufffd")
