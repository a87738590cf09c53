"""Small images of every kind, as bytes; only their headers are real."""

import struct


def png(width: int = 120, height: int = 120, size: int = 100) -> bytes:
    """`size` bytes in all."""
    head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + struct.pack(
        ">IIBBBBB", width, height, 8, 6, 0, 0, 0
    )
    return head.ljust(size, b"\0")


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def bmp(width: int, height: int) -> bytes:
    return b"BM" + struct.pack("<IIIIii", 100, 0, 54, 40, width, height)


def old_bmp(width: int, height: int) -> bytes:
    return b"BM" + struct.pack("<IIIIhh", 100, 0, 26, 12, width, height)


def jpeg(width: int, height: int, marker: int = 0xC0) -> bytes:
    """With EXIF before the frame, a filled marker, and a table."""
    exif = b"\xff\xe1" + struct.pack(">H", 40) + b"Exif\0\0".ljust(38, b"\xff")
    table = b"\xff\xff\xff\xdb" + struct.pack(">H", 67) + bytes(65)
    frame = struct.pack(">BBHBHHB", 0xFF, marker, 17, 8, height, width, 3)
    return b"\xff\xd8" + exif + table + frame + bytes(9)


def _riff(chunk: bytes, content: bytes) -> bytes:
    body = b"WEBP" + chunk + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_lossy(width: int, height: int) -> bytes:
    return _riff(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


def webp_lossless(width: int, height: int) -> bytes:
    return _riff(b"VP8L", b"\x2f" + struct.pack("<I", (height - 1) << 14 | width - 1))


def webp_extended(width: int, height: int) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _riff(b"VP8X", b"\x10\0\0\0" + sizes)


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>Not an image</body></html>"
HEIF = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
