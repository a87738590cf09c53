"""Log lines without secrets."""

import logging
import re
from typing import Any

REDACTED = "[redacted]"

_SENSITIVE = re.compile(
    r"""(?P<name>[\w-]*(?:app-?_?key|secret|nonce|timestamp|signature|password|authorization
        |cookie|session)[\w-]*["']?\s*[:=]\s*["']?)
        (?P<value>[^\s"';&}]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_URL_PASSWORD = re.compile(r"(?P<name>\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)(?P<value>[^\s/@]+)(?=@)")


def redact(line: str) -> str:
    """`line` with the values of the signature's headers, secrets and URL passwords blotted out."""
    line = _SENSITIVE.sub(rf"\g<name>{REDACTED}", line)
    return _URL_PASSWORD.sub(rf"\g<name>{REDACTED}", line)


def one_line(text: str) -> str:
    """`text` with everything escaped that a terminal or a reader could take for something else:
    line breaks, control and direction characters, blanks other than a space."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def indented(text: str) -> str:
    """A traceback stays readable: several lines, none of which looks like one of the log's own."""
    return "\n".join(f"    {one_line(line)}" for line in text.split("\n"))


class RedactingFormatter(logging.Formatter):
    """A formatter rather than a filter: it also covers the traceback. What people typed cannot
    forge a line: the message is one line, the lines of a traceback are indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return one_line(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        return indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:
        return indented(super().formatStack(stack_info))

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": RedactingFormatter,
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}
"""To standard error. A tick a second would fill the log, so Celery's own lines start at WARNING."""
