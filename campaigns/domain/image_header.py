"""Read an image's type and size in pixels from its header.

No image is decoded: hostile files attack decoders. The package `imagesize` (2.0.1) does not decode
either, but it gives no type and misreads some sizes: OS/2 BMP (none), GIF (as signed numbers),
lossy WebP (counts scaling bits as pixels).
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .translatable import Text, translatable

MAX_PIXELS = 50_000_000
"""Limit of width x height: larger images make browsers run out of memory. Ours."""


class ImageType(StrEnum):
    """The value is the media type."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    GIF = "image/gif"
    BMP = "image/bmp"
    WEBP = "image/webp"

    @property
    def label(self) -> str:
        return {ImageType.WEBP: "WebP"}.get(self, self.rpartition("/")[2].upper())


@dataclass(frozen=True)
class Image:
    """`width` and `height` in pixels."""

    type: ImageType
    width: int
    height: int


class NotAnImage(Exception):
    """The bytes are no image that phones show. `text` says what to use instead."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


def inspect(start: bytes) -> Image:
    """The type and size of the image that begins with these bytes. Raises NotAnImage for other
    files, for SVG, HEIF and AVIF (no vendor takes them), for a broken image, and for one over
    MAX_PIXELS."""
    for signature, kind, read_size in _READERS:
        if signature.match(start):
            try:
                width, height = read_size(start)
            except (struct.error, IndexError, ValueError) as error:
                raise NotAnImage(_broken(kind)) from error
            return _require_sane_size(Image(kind, width, height))
    raise NotAnImage(_unknown(start))


def _require_sane_size(image: Image) -> Image:
    if image.width < 1 or image.height < 1:
        raise NotAnImage(_broken(image.type))
    if image.width * image.height > MAX_PIXELS:
        raise NotAnImage(
            translatable(
                "Make the image smaller: %(width)d x %(height)d pixels are too many.",
                width=image.width,
                height=image.height,
            )
        )
    return image


def _broken(kind: ImageType) -> Text:
    return translatable("Save the image again: this %(type)s file is broken.", type=kind.label)


def _unknown(start: bytes) -> Text:
    if start[4:8] == b"ftyp":
        return translatable("Save the image as PNG or JPEG: phones show no HEIF or AVIF here.")
    if _MARKUP.match(start) and b"<svg" in start.lower():
        return translatable("Save the image as PNG or JPEG: phones show no SVG.")
    if _MARKUP.match(start):
        return translatable("Enter the address of the image itself: this one leads to a web page.")
    return translatable("Use a PNG or JPEG image: what is there is no image that phones show.")


def _png_size(start: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", start, 16)
    return width, height


def _gif_size(start: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", start, 6)
    return width, height


def _bmp_size(start: bytes) -> tuple[int, int]:
    """A negative height means that the rows are stored from top to bottom."""
    (header_bytes,) = struct.unpack_from("<I", start, 14)
    width, height = struct.unpack_from("<hh" if header_bytes == 12 else "<ii", start, 18)
    return width, abs(height)


def _webp_size(start: bytes) -> tuple[int, int]:
    """Reads the lossy, lossless and extended formats. Source: RFC 9649."""
    chunk = start[12:16]
    if chunk == b"VP8 " and start[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", start, 26)
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L" and start[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", start, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8X" and len(start) >= 30:
        sizes = start[24:27], start[27:30]
        width, height = (int.from_bytes(size, "little") + 1 for size in sizes)
        return width, height
    raise ValueError(chunk)


def _jpeg_size(start: bytes) -> tuple[int, int]:
    """Reads the first start-of-frame segment; skips the segments before it by their lengths."""
    at = 2
    while True:
        if start[at] != 0xFF:
            raise ValueError(at)
        while start[at] == 0xFF:
            at += 1
        marker, at = start[at], at + 1
        if marker in _FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", start, at + 3)
            return width, height
        if marker not in _MARKERS_WITHOUT_LENGTH:
            (length,) = struct.unpack_from(">H", start, at)
            at += max(length, 2)


_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start-of-frame markers. Source: ITU T.81, table B.1."""
_MARKERS_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[a-zA-Z!?]")
_READERS: tuple[tuple[re.Pattern[bytes], ImageType, Callable[[bytes], tuple[int, int]]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"), ImageType.PNG, _png_size),
    (re.compile(rb"\xff\xd8\xff"), ImageType.JPEG, _jpeg_size),
    (re.compile(rb"GIF8[79]a"), ImageType.GIF, _gif_size),
    (re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL), ImageType.WEBP, _webp_size),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), ImageType.BMP, _bmp_size),
)
