"""An answer that repeats a credential is kept without it, whatever field it stands in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings

from campaigns.domain.provider.outcome import PUSH_ID_CHARACTERS, Outcome, Verdict
from campaigns.provider import push
from campaigns.provider.connection import ProviderAnswer
from campaigns.provider.credentials import Credentials
from tests.push_server import PushServer, Received, answer

SECRET = "s3cret of an app"


class Repeating(PushServer):
    """Answers with what `write` makes of the request."""

    write: Callable[[Received], bytes]

    def _exchange(self, connection: object) -> None:
        self.behave = lambda line: line.sendall(type(self).write(self.requests[-1]))
        super()._exchange(connection)  # type: ignore[arg-type]


def said(
    settings: LazySettings, write: Callable[[Received], bytes]
) -> tuple[Verdict, ProviderAnswer | None, str]:
    """The verdict, the answer, and the signature that was sent."""
    Repeating.write = staticmethod(write)
    with Repeating() as server:
        with push.connection(server.url) as line:
            line.open()
            verdict, got = push.exchange(
                line,
                b"{}",
                app_key="key",
                secret=SECRET,
                request_id="1",
                now=datetime.now(UTC),
                before_first_byte=lambda: None,
            )
        return verdict, got, server.requests[0].headers["signature"]


def _members(**members: object) -> bytes:
    return answer(json.dumps(members).encode())


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(character):04x}" for character in text)


WRITERS: dict[str, Callable[[Received], bytes]] = {
    "secret as id": lambda got: _members(code=200, id=SECRET),
    "signature as id": lambda got: _members(code=200, id=got.headers["signature"]),
    "upper case": lambda got: _members(code=200, id=got.headers["signature"].upper()),
    "across the end of the column": lambda got: _members(
        code=200, id="a" * (PUSH_ID_CHARACTERS - 5) + got.headers["signature"]
    ),
    "escaped id": lambda got: answer(b'{"code":200,"id":"%b"}' % _escaped(SECRET).encode()),
    "as a key": lambda got: _members(code=200, id="1", **{SECRET: got.headers["signature"]}),
    "sentence": lambda got: answer(
        json.dumps({"code": 1004, "errorMessage": f"{SECRET} {got.headers['signature']}"}).encode(),
        "403 Forbidden",
    ),
    "no JSON": lambda got: answer(f"{SECRET} {got.headers['signature']}".encode()),
    "status line": lambda got: f"{got.headers['signature']} {SECRET}\0\r\n\r\n".encode(),
    "reason": lambda got: answer(status=f"500 {SECRET} {got.headers['signature']}"),
    "broken header": lambda got: answer().replace(
        b"Content-Type", got.headers["signature"].encode() + b" " + SECRET.encode() + b"\r\nX"
    ),
}


STILL_ACCEPTED = {
    "secret as id",
    "signature as id",
    "upper case",
    "across the end of the column",
    "escaped id",
    "as a key",
    "broken header",
}


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_that_is_kept_or_logged_repeats_a_credential(
    settings: LazySettings, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    verdict, got, signature = said(settings, WRITERS[name])
    body = got.body if got else b""
    kept = f"{verdict} {body.decode('utf-8', 'replace')} {_plain(body)} {caplog.text}"
    assert not [it for it in (SECRET, signature, signature.upper()) if it in kept]
    assert signature[:5] not in verdict.push_id
    assert "\0" not in verdict.error
    assert (verdict.outcome is Outcome.ACCEPTED) == (name in STILL_ACCEPTED)


def _plain(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return ""


def test_what_repeats_nothing_is_kept_byte_for_byte() -> None:
    body = b'{ "code": 200, "id": "\\u0061b\xff" }'
    assert Credentials(SECRET, "ab12").hide_in_body(body) == body


def test_a_secret_with_quotes_is_found_in_its_escaped_form() -> None:
    credentials = Credentials('a"b\\c', "ab12")
    body = json.dumps({"id": 'a"b\\c'}).encode()
    assert b"a" not in credentials.hide_in_body(body)
