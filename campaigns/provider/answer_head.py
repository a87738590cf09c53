"""The head of an answer: interim answers before it are skipped, and its size is bounded."""

from http.client import SWITCHING_PROTOCOLS, HTTPException, HTTPResponse, parse_headers
from typing import Any

MAX_HEAD = 32 * 1024
"""Bytes of status lines and headers, those of interim answers included. Ours; http.client alone
would read 6 MiB. It takes at most 100 headers."""


class _BoundedLines:
    """The lines of the head; raises HTTPException past MAX_HEAD."""

    def __init__(self, file: Any) -> None:
        self.file, self.left = file, MAX_HEAD

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self.file.readline(min(limit, self.left + 1) if limit >= 0 else self.left + 1)
        self.left -= len(line)
        if self.left < 0:
            raise HTTPException(f"The head of the answer has over {MAX_HEAD} bytes.")
        return line

    def close(self) -> None:
        self.file.close()


class BoundedResponse(HTTPResponse):
    """http.client's response, which by itself skips no interim answer but 100. Source: RFC 9110,
    15.2: a client must be able to read several before the final one."""

    fp: Any

    def begin(self) -> None:
        lines = _BoundedLines(self.fp)
        self.fp = lines
        super().begin()
        if self.fp is lines:
            self.fp = lines.file

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200 or status == SWITCHING_PROTOCOLS:
                return version, status, reason
            parse_headers(self.fp)
