"""The body of an answer: bounded as it comes, and bounded again when it is unpacked."""

import zlib

from urllib3.response import BaseHTTPResponse

MAX_ANSWER = 64 * 1024
"""Bytes read of an answer, and kept of one that was packed; the documented one has about 50."""

GZIP, ZLIB, BARE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
FORMATS: dict[str, tuple[int, ...]] = {"gzip": (GZIP,), "x-gzip": (GZIP,), "deflate": (ZLIB, BARE)}
"""Content-Encoding -> the formats it may stand for; some servers mean a bare stream by "deflate".
Source: RFC 9110, 8.4.1."""


def read(raw: BaseHTTPResponse) -> tuple[bytes, bool]:
    """The body as far as it came, unpacked, and whether it is complete. The request asked for no
    packing; a proxy may pack it all the same."""
    body, complete = _received(raw)
    packed = raw.headers.get("Content-Encoding", "").strip().lower()
    if packed in ("", "identity"):
        return body, complete
    for bits in FORMATS.get(packed, ()):
        unpacked = _unpacked(body, bits)
        if unpacked is not None:
            return unpacked[0], complete and unpacked[1]
    return body, False


def _received(raw: BaseHTTPResponse) -> tuple[bytes, bool]:
    body = b""
    try:
        while len(body) <= MAX_ANSWER and (chunk := raw.read(4096, decode_content=False)):
            body += chunk
    except Exception:  # noqa: BLE001 (cut, reset, dripping: what came is kept, as incomplete)
        return body[:MAX_ANSWER], False
    return body[:MAX_ANSWER], len(body) <= MAX_ANSWER


def _unpacked(body: bytes, bits: int) -> tuple[bytes, bool] | None:
    """Complete only up to the end of one stream, with nothing after it; None if it is none."""
    stream = zlib.decompressobj(bits)
    try:
        content = stream.decompress(body, MAX_ANSWER + 1)
    except zlib.error:
        return None
    whole = stream.eof and not stream.unused_data and len(content) <= MAX_ANSWER
    return content[:MAX_ANSWER], whole
