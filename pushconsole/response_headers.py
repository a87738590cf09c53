"""The headers that protect a browser, on every answer, whoever gives it.

Django sets them in middlewares that a refused host, a static file, a redirect to https and a
page of DEBUG never pass; gunicorn answers what is no HTTP before the application is asked.
"""

import sys
from collections.abc import Callable
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def security_headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": build_policy(),
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }


class SecurityHeaders:
    """The outermost middleware: Django turns whatever is raised further in into an answer. What a
    view sets itself stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response, self.headers = get_response, security_headers()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


def plain_answer(body: bytes) -> list[tuple[str, str]]:
    """The headers of an answer that is given without Django."""
    own = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    return [*own.items(), *security_headers().items()]


def harden_gunicorn() -> None:
    """Where gunicorn runs this program, replace its own answers to what it cannot read: they lack
    the headers, and show as HTML what was typed."""
    util: Any = sys.modules.get("gunicorn.util")
    if util is not None:
        util.write_error = _write_error


def _write_error(sock: Any, status_int: int, reason: str, mesg: str) -> None:
    """Called by gunicorn as its `util.write_error`; `mesg` holds what was typed."""
    body = f"{reason}\n".encode()
    lines = [f"HTTP/1.1 {status_int} {reason}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in plain_answer(body)]
    head = "\r\n".join([*lines, "", ""])
    sys.modules["gunicorn.util"].write_nonblock(sock, head.encode("latin-1") + body)
