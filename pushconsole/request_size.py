"""Refuses, before Django, requests with a body that no page of the console takes.

Django reads a form with a file to its end, whatever its size, before a page may refuse it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from .response_headers import plain_answer

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
MAX_BYTES = 16 * 1024 * 1024
"""The largest upload that a page takes, a list of user ids, has 5 MiB. Ours."""
ANSWER = b"Request body too large\n"


def refuse_large_requests(application: Application) -> Application:
    """Wraps the WSGI application; nothing of a refused body is read."""
    headers = [*plain_answer(ANSWER), ("Connection", "close")]

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        size = environ.get("CONTENT_LENGTH") or "0"
        if size.isdecimal() and len(size) < 12 and int(size) <= MAX_BYTES:
            return application(environ, start_response)
        start_response("413 Content Too Large", headers)
        return [ANSWER]

    return guarded
