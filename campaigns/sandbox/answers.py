"""The answer to a call, and its HTTP response."""

import errno
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from .models import CallKind, Device, Fault
from .refusals import Refusal

JSON = "application/json; charset=utf-8"
GATEWAY_PAGE = "<html><head><title>502</title></head><body>502 Bad Gateway</body></html>"


@dataclass(frozen=True)
class SandboxAnswer:
    """`reached`: the phones that show the push. `fault`: how the response is spoilt after the push.
    `delay`: seconds before a slow response."""

    payload: dict[str, Any]
    kind: CallKind
    status: int = 200
    push_id: str = ""
    reached: Sequence[Device] = field(default=())
    fault: str = ""
    delay: int = 0

    @property
    def code(self) -> int | None:
        return self.payload.get("code")


def refusal_answer(refusal: Refusal) -> SandboxAnswer:
    return SandboxAnswer(refusal.payload, CallKind.REFUSED, refusal.status)


def respond(answer: SandboxAnswer) -> HttpResponseBase:
    """The HTTP response. Call it after the transaction: a late answer must not hold a row lock."""
    content = json.dumps(answer.payload, ensure_ascii=False, separators=(",", ":")).encode()
    match answer.fault:
        case Fault.HTML_502:
            return HttpResponse(GATEWAY_PAGE, content_type="text/html", status=502)
        case Fault.CUT:
            return _cut(content)
        case Fault.SLOW:
            time.sleep(answer.delay)
    return HttpResponse(content, content_type=JSON, status=answer.status)


def _cut(content: bytes) -> HttpResponseBase:
    response = StreamingHttpResponse(_half(content), content_type=JSON)
    response["Content-Length"] = str(len(content))
    return response


def _half(content: bytes) -> Iterator[bytes]:
    """Half of the body, then a reset: web servers close the connection and log nothing."""
    yield content[: len(content) // 2]
    raise ConnectionResetError(errno.ECONNRESET, "sandbox fault: the answer is cut")
