"""A request as it was received."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

KEPT_BYTES = 1024 * 1024
"""The bytes of a body that are stored."""
KEPT_UNSIGNED_BYTES = 4 * 1024
"""The bytes kept of a request without a valid signature: strangers cannot fill the disk."""


@dataclass(frozen=True)
class ReceivedRequest:
    """`body` is None if it was too large to be read at all."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None

    @classmethod
    def of(cls, request: HttpRequest) -> "ReceivedRequest":
        try:
            body: bytes | None = request.body
        except RequestDataTooBig:
            body = None
        return cls(request.method or "", request.path, request.headers, body)

    @property
    def request_id(self) -> str:
        return self.headers.get("X-Request-ID", "")[:36]

    def text(self, limit: int) -> str:
        """At most `limit` bytes of the body; what a text column cannot hold is replaced."""
        kept = (self.body or b"")[:limit]
        return kept.decode("utf-8", errors="replace").replace("\0", "\ufffd")
