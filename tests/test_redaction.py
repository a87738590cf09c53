"""No log line shows what would let a reader push."""

import io
import logging
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


def test_the_configuration_is_valid() -> None:
    dictConfig({**LOGGING, "root": {}})
