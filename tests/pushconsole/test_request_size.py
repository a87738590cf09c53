"""Bodies that no page takes are refused before they are read."""

import io
from typing import Any

import pytest

from pushconsole.request_size import MAX_BYTES, refuse_large_requests


class Unread(io.BytesIO):
    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")


def asked(size: str | None) -> list[str]:
    """The status lines of the answer."""
    said: list[str] = []
    environ = {"wsgi.input": Unread()} | ({} if size is None else {"CONTENT_LENGTH": size})

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b""]

    list(refuse_large_requests(application)(environ, lambda status, headers: said.append(status)))
    return said


@pytest.mark.parametrize("size", [None, "", "0", "1", str(MAX_BYTES)])
def test_usual_requests_pass(size: str | None) -> None:
    assert asked(size) == ["200 OK"]


@pytest.mark.parametrize("size", [str(MAX_BYTES + 1), "9" * 5000, "-1", "many", "1e3"])
def test_large_ones_do_not(size: str) -> None:
    assert asked(size) == ["413 Content Too Large"]
