"""No log line shows what would let a reader push."""

import io
import logging
import sys
from logging.config import dictConfig

import pytest

from pushconsole.redaction import LOGGING, RedactingFormatter, redact

CANARY = "c4n4ry-Value"


@pytest.mark.parametrize(
    "line",
    [
        f"App-Key: {CANARY}",
        f"{{'App-Key': '{CANARY}', 'Nonce': '{CANARY}', 'Timestamp': '{CANARY}'}}",
        f'"Signature": "{CANARY}"',
        f"app_secret={CANARY}",
        f"secret = {CANARY}, more",
        f"SECRET_KEY={CANARY}",
        f"SECRETS_KEYS={CANARY},{CANARY}",
        f"password={CANARY}",
        f"redis://:{CANARY}@127.0.0.1:6379/0",
        f"postgres://console:{CANARY}@db/name",
        f"Cookie: sessionid={CANARY}",
    ],
)
def test_a_secret_is_blotted_out(line: str) -> None:
    assert CANARY not in redact(line)


@pytest.mark.parametrize(
    "line", ["Campaign 7 sent to 2 users.", "GET http://127.0.0.1:8000/push.json 200"]
)
def test_other_lines_stay(line: str) -> None:
    assert redact(line) == line


def test_a_traceback_is_covered_too() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter("%(message)s"))
    try:
        raise ValueError(f"secret={CANARY}")
    except ValueError:
        handler.handle(
            logging.LogRecord("x", 40, "", 0, "failed", None, __import__("sys").exc_info())
        )
    assert "ValueError" in stream.getvalue()
    assert CANARY not in stream.getvalue()


FORGED = "2026-11-23 10:00:00,000 INFO campaigns: Campaign 7 approved by rita"


@pytest.mark.parametrize(
    "breaks",
    [*"\n\r\v\f\x1c\x85\u2028\u2029\b\u202e", "\r\n", "\x1b[2K\r"],
    ids=ascii,
)
def test_what_a_person_typed_cannot_forge_a_line(breaks: str) -> None:
    line = logged(f"comment by %s{breaks}{FORGED}", f"maria{breaks}{FORGED}")
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert line.startswith("comment by maria")


def test_a_traceback_keeps_its_lines_and_forges_none() -> None:
    try:
        raise ValueError(f"no such user: x\n{FORGED}\r{FORGED}\u2028{FORGED}")
    except ValueError:
        first, *others = logged("failed", with_exception=True).split("\n")
    assert first == "failed"
    assert any("Traceback" in line for line in others)
    assert all(line.startswith("    ") and line.isprintable() for line in others)


def test_other_writing_stays_readable() -> None:
    assert logged("%s", "促销 🎉 naïve שלום") == "促销 🎉 naïve שלום"


def logged(message: str, *values: str, with_exception: bool = False) -> str:
    """The line, or the lines, as the product writes them, without the time in front."""
    about = sys.exc_info() if with_exception else None
    record = logging.LogRecord("x", logging.INFO, "", 0, message, values, about)
    return RedactingFormatter("%(message)s").format(record)


def test_the_configuration_is_valid() -> None:
    dictConfig({**LOGGING, "root": {}})
