"""Requests that no browser sends, refused at the door: each would end in a traceback further in."""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ENCODING = "utf-8"
SAID = b"Bad request\n"
HEADERS = [
    ("Content-Type", "text/plain"),
    ("Content-Length", str(len(SAID))),
    ("X-Content-Type-Options", "nosniff"),
]


def refuse_odd_requests(application: Application) -> Application:
    """Around the WSGI application: Django reads the encoding before its first middleware."""

    def door(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_odd(environ):
            return application(environ, start_response)
        start_response("400 Bad Request", HEADERS)
        return [SAID]

    return door


def is_odd(environ: dict[str, Any]) -> bool:
    """A NUL in the path, which PostgreSQL does not look for, or another encoding than UTF-8.

    Django reads a form with any codec of Python's, "rot13" and "unicode_escape" too: the one
    raises, the other makes half surrogates, which nothing can store. Names of none it ignores.
    """
    if "\0" in environ.get("PATH_INFO", ""):
        return True
    try:
        _kind, named = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        return codecs.lookup(named.get("charset", ENCODING)).name != ENCODING
    except LookupError:
        return False
    except ValueError:  # a header that Django cannot read either
        return True
