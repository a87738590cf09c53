"""What is decided about a call, and how it is put on the wire."""

import errno
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from .models import Call, Device, Fault
from .refusals import Refusal

JSON = "application/json; charset=utf-8"
GATEWAY_PAGE = "<html><head><title>502</title></head><body>502 Bad Gateway</body></html>"


@dataclass(frozen=True)
class Answer:
    """`reached` are the phones that show the push; `fault` spoils the answer after the deed."""

    payload: dict[str, Any]
    kind: Call.Kind
    status: int = 200
    push_id: str = ""
    reached: Sequence[Device] = field(default=())
    fault: str = ""
    delay: int = 0

    @property
    def code(self) -> int | None:
        return self.payload.get("code")


def refused(refusal: Refusal) -> Answer:
    return Answer(refusal.payload, Call.Kind.REFUSED, refusal.status)


def respond(answer: Answer) -> HttpResponseBase:
    """Call it when the transaction is over: a late answer must not hold a row lock."""
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
    """A reset is what servers take for a vanished client: they close and log nothing."""
    yield content[: len(content) // 2]
    raise ConnectionResetError(errno.ECONNRESET, "sandbox fault: the answer is cut")
