"""Log lines without secrets and of bounded length; much of their text comes from strangers."""

import logging
import re
from typing import Any

REDACTED = "[redacted]"

LINE = 4_000
"""Characters of a message that are logged; gunicorn accepts a path of at most 4,094 bytes."""
TRACEBACK = 40_000
"""Characters of a traceback that are logged; one of Django has about 5,000."""
_KEYWORDS = r"""(?:app-?_?key|secret|nonce|timestamp|signature|password|authorization
    |cookie|session)"""
_KEYWORD = re.compile(_KEYWORDS, re.IGNORECASE | re.VERBOSE)
_SENSITIVE = re.compile(
    rf"""(?<![\w-])(?=[\w-]*?{_KEYWORDS})  # a whole word, matched once
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
    """`line` with the values of signature headers, secrets and URL passwords replaced.

    It takes time linear in the length of the line, whatever the line holds.
    """
    if _KEYWORD.search(line):
        line = _SENSITIVE.sub(rf"\g<name>{REDACTED}", line)
    return _URL_PASSWORD.sub(rf"\g<name>{REDACTED}", line)


def cut(text: str, size: int) -> str:
    """The first `size` characters of `text` and how many were cut. The start stays, because
    `redact` recognizes a value by the name before it."""
    if len(text) <= size:
        return text
    return f"{text[:size]}... [{len(text) - size:,} characters cut]"


def one_line(text: str) -> str:
    """`text` with line breaks, control and direction characters and blanks other than a space
    escaped, so that neither a terminal nor a reader is misled."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def indented(text: str) -> str:
    """A traceback on several lines, none of which looks like a line of the log."""
    return "\n".join(f"    {one_line(line)}" for line in cut(text, TRACEBACK).split("\n"))


class RedactingFormatter(logging.Formatter):
    """A formatter, not a filter, so that it covers the traceback too. Typed text cannot forge a
    line: the message is one line, and those of a traceback are indented. It cannot delay the
    process: both are cut before each character is examined."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return one_line(cut(super().formatMessage(record), LINE))

    def formatException(self, ei: Any) -> str:
        return indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:
        return indented(super().formatStack(stack_info))

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
