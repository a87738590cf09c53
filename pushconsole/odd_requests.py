"""Refuses, before Django, requests that no browser sends and that would end in a traceback."""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

from .response_headers import plain_answer

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ENCODING = "utf-8"
BODY = b"Bad request\n"


def refuse_odd_requests(application: Application) -> Application:
    """Wraps the WSGI application: Django reads the encoding before its first middleware."""

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_odd(environ):
            return application(environ, start_response)
        start_response("400 Bad Request", plain_answer(BODY))
        return [BODY]

    return guarded


def is_odd(environ: dict[str, Any]) -> bool:
    """True for a NUL in the path, which PostgreSQL refuses, and for an encoding other than UTF-8.

    Django decodes a form with any codec of Python: "rot13" raises, "unicode_escape" makes half
    surrogates, which no database stores. It ignores unknown encodings.
    """
    if "\0" in environ.get("PATH_INFO", ""):
        return True
    try:
        _kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        return codecs.lookup(parameters.get("charset", ENCODING)).name != ENCODING
    except LookupError:
        return False
    except ValueError:  # a header that Django cannot read either
        return True
