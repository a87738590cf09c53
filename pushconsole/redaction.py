"""Log lines without secrets."""

import logging
import re

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


class RedactingFormatter(logging.Formatter):
    """A formatter rather than a filter: it also covers the traceback."""

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
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}
"""To standard error. A tick a second would fill the log, so Celery's own lines start at WARNING."""
