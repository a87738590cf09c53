"""A request as it was received."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from campaigns.domain.provider.limits import BODY_BYTES

READ_BYTES = 1024 * 1024
"""The largest body that is read at all; every endpoint allows less. Ours."""
KEPT_BYTES = BODY_BYTES
"""The bytes of a body that are stored: as many as a push may have."""


@dataclass(frozen=True)
class ReceivedRequest:
    """The body is read when it is first asked for: not before the signature was checked."""

    method: str
    path: str
    headers: Mapping[str, str]
    request: HttpRequest

    @classmethod
    def of(cls, request: HttpRequest) -> "ReceivedRequest":
        return cls(request.method or "", request.path, request.headers, request)

    @cached_property
    def body(self) -> bytes | None:
        """None if it is too large to be read at all."""
        size = self.request.META.get("CONTENT_LENGTH") or "0"
        if not size.isdecimal() or int(size) > READ_BYTES:
            return None
        try:
            return self.request.body
        except RequestDataTooBig:
            return None

    @property
    def request_id(self) -> str:
        return self.headers.get("X-Request-ID", "")[:36]

    def text(self, limit: int) -> str:
        """At most `limit` bytes of the body; what a text column cannot hold is replaced."""
        kept = (self.body or b"")[:limit]
        return kept.decode("utf-8", errors="replace").replace("\0", "\ufffd")
