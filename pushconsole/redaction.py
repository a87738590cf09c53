"""Log lines without secrets and of bounded length: their text is often a stranger's."""

import logging
import re
from typing import Any

REDACTED = "[redacted]"

LINE = 4_000
"""Characters of a message that are logged; gunicorn takes a path of 4,094 bytes at most."""
TRACEBACK = 40_000
"""Characters of a whole traceback; one of Django's has about 5,000."""
_KEYWORDS = r"""(?:app-?_?key|secret|nonce|timestamp|signature|password|authorization
    |cookie|session)"""
_KEYWORD = re.compile(_KEYWORDS, re.IGNORECASE | re.VERBOSE)
_SENSITIVE = re.compile(
    rf"""(?<![\w-])(?=[\w-]*?{_KEYWORDS})  # a whole word, looked at once
        (?P<name>[\w-]++["']?+\s*+[:=]\s*+["']?+)
        (?P<value>[^\s"';&}}]++)""",
    re.IGNORECASE | re.VERBOSE,
)
_URL_PASSWORD = re.compile(
    r"""(?P<name>://[^\s/:@]*+:)
        (?P<value>[^\s/@]+?)
        (?=@|\.\.\.[ ]\[[\d,]++[ ]characters[ ]cut\])  # what `cut` writes may stand for the @""",
    re.VERBOSE,
)


def redact(line: str) -> str:
    """`line` with the values of the signature's headers, secrets and URL passwords blotted out.

    The time is linear in the length of the line, whatever stands in it.
    """
    if _KEYWORD.search(line):
        line = _SENSITIVE.sub(rf"\g<name>{REDACTED}", line)
    return _URL_PASSWORD.sub(rf"\g<name>{REDACTED}", line)


def cut(text: str, size: int) -> str:
    """The first `size` characters of `text`, and how many were cut. Never the last ones: a value
    would lose the name by which `redact` knows it."""
    if len(text) <= size:
        return text
    return f"{text[:size]}... [{len(text) - size:,} characters cut]"


def one_line(text: str) -> str:
    """`text` with everything escaped that a terminal or a reader could take for something else:
    line breaks, control and direction characters, blanks other than a space."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def indented(text: str) -> str:
    """A traceback stays readable: several lines, none of which looks like one of the log's own."""
    return "\n".join(f"    {one_line(line)}" for line in cut(text, TRACEBACK).split("\n"))


class RedactingFormatter(logging.Formatter):
    """A formatter rather than a filter: it also covers the traceback. What people typed cannot
    forge a line: the message is one line, the lines of a traceback are indented. It cannot hold up
    the process either: both are cut before anything looks at each character."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return one_line(cut(super().formatMessage(record), LINE))

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
