"""Decode an uploaded text file: UTF-8, UTF-16, or GB 18030 (GBK)."""

import codecs

from campaigns.domain.translatable import Problem, Text, Unreadable, translatable

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of .xlsx and .ods (ZIP), and of the old .xls."""
SAMPLE_BYTES = 200
"""If every second byte of this many is 0, the file is ASCII in UTF-16 without a byte order mark."""


def decode(raw: bytes, field: str) -> tuple[str, tuple[Text, ...]]:
    """The text in `raw`, and notices for the user on how it was decoded.

    UTF-8 or UTF-16; anything else is tried as GB 18030 (GBK), in which Chinese spreadsheets save
    CSV. If that fails too, each byte that is not UTF-8 becomes a lone surrogate. Raises Unreadable
    for a workbook; `field` is the field of its problem.
    """
    if raw.startswith(WORKBOOKS):
        text = translatable("Save the sheet as CSV: this is a whole workbook.")
        raise Unreadable([Problem(field, text)])
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            return _decode_leniently(raw[len(bom) :], encoding), ()
    for encoding, high_byte in (("utf-16-be", 0), ("utf-16-le", 1)):
        if len(raw) > 1 and not any(raw[high_byte:SAMPLE_BYTES:2]):
            return _decode_leniently(raw, encoding), ()
    return _without_bom(raw)


def _decode_leniently(raw: bytes, encoding: str) -> str:
    """Broken UTF-8 becomes lone surrogates, broken UTF-16 becomes U+FFFD."""
    return raw.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")


def _without_bom(raw: bytes) -> tuple[str, tuple[Text, ...]]:
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return _decode_leniently(raw, "utf-8"), ()
    notice = translatable("Check the ids: the file is not UTF-8 and was read as GB 18030 (GBK).")
    return text, (notice,)
