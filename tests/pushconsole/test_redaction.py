"""No log line shows what would let a reader push."""

import io
import logging
from logging.config import dictConfig

import pytest

from pushconsole.log_settings import LOGGING
from pushconsole.redaction import LINE, TRACEBACK, RedactingFormatter, redact
from tests import growth

CANARY = "c4n4ry-Value"
SECRETS = [
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
]


@pytest.mark.parametrize("line", SECRETS)
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


WORDS = [
    *("secret", "secret-", "secret ", "secret=", "secret: ", "secret'", "secret='\"", "app-_key"),
    *("a", "a.", "a-", "a://", "a://a", "a://a:", "://:", "://:a", "://:..."),
    *("x ", "\t", "\n", "é", "... [1 characters cut]"),
]
"""What is repeated. Some begin what is looked for, and never end it."""


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("first", ["", "secret", "secret:", "a://a:"])
def test_line_is_redacted_in_linear_time(first: str, word: str) -> None:
    assert growth.ratio(redact, lambda size: first + word * (size // len(word))) < growth.STEEP


@pytest.mark.parametrize("word", WORDS)
def test_traceback_is_written_in_linear_time(word: str) -> None:
    def write(text: str) -> None:
        logged("%s", text, error=ValueError(text))

    assert growth.ratio(write, lambda size: word * (size // len(word))) < growth.STEEP


def test_long_line_says_how_much_of_it_was_cut() -> None:
    assert logged("%s", "x" * LINE) == "x" * LINE
    assert logged("%s", "x" * (LINE + 12_345)) == "x" * LINE + "... [12,345 characters cut]"


@pytest.mark.parametrize("text", ["x" * 9_000_000, "\n" * 9_000_000, "\U000e0001" * 9_000_000])
def test_request_of_a_stranger_has_a_bound_in_the_log(text: str) -> None:
    """10 characters at most stand for one, 5 for the line break and the indent of a line."""
    written = logged("%s", text, error=ValueError(text))
    assert len(written) < 10 * (LINE + TRACEBACK) + 1_000
    first, *others = written.split("\n")
    assert first.endswith(" characters cut]")
    assert others[-1].endswith(" characters cut]")
    assert all(line.startswith("    ") for line in others)


@pytest.mark.parametrize("line", SECRETS)
def test_no_cut_shows_half_a_secret(line: str) -> None:
    """The cut may fall anywhere into it, or into the name before it."""
    for shown in range(len(line)):
        text = "." * (LINE - shown - 1) + " " + line + "." * 100
        written = logged("%s", text)
        assert written.endswith(" characters cut]")
        assert CANARY[:2] not in written


@pytest.mark.slow
@pytest.mark.parametrize("line", SECRETS)
def test_no_cut_of_a_traceback_shows_half_a_secret(line: str) -> None:
    for shown in range(len(line)):
        before = "." * (TRACEBACK - shown - len("ValueError: ") - 1)
        written = logged("failed", error=ValueError(f"{before} {line}{'.' * 100}"))
        assert written.endswith(" characters cut]")
        assert CANARY[:2] not in written


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
    except ValueError as error:
        first, *others = logged("failed", error=error).split("\n")
    assert first == "failed"
    assert any("Traceback" in line for line in others)
    assert all(line.startswith("    ") and line.isprintable() for line in others)


def test_other_writing_stays_readable() -> None:
    assert logged("%s", "促销 🎉 naïve שלום") == "促销 🎉 naïve שלום"


def logged(message: str, *values: str, error: Exception | None = None) -> str:
    """The line, or the lines, as the product writes them, without the time in front."""
    about = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.INFO, "", 0, message, values, about)
    return RedactingFormatter("%(message)s").format(record)


def test_the_configuration_is_valid() -> None:
    dictConfig({**LOGGING, "root": {}})
