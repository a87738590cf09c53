"""The text in a file as people's programs save it, whatever encoding that is."""

import codecs

from campaigns.domain.translatable import Problem, Text, Unreadable, translatable

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods, and the old .xls begin."""
LOOKED_AT = 200
"""Bytes: where every second one of them is 0, it is ASCII in UTF-16 without its mark."""


def decode(raw: bytes, field: str) -> tuple[str, tuple[Text, ...]]:
    """The text in `raw`, and what the reader should know about how it was read.

    UTF-8 or UTF-16; what is neither is tried as GB 18030 (GBK), as Chinese spreadsheets save CSV.
    Where nothing fits, each byte that is not UTF-8 becomes half a surrogate pair. Raises Unreadable
    for a workbook, with `field` as the problem's.
    """
    if raw.startswith(WORKBOOKS):
        text = translatable("Save the sheet as CSV: this is a whole workbook.")
        raise Unreadable([Problem(field, text)])
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            return _kept(raw[len(bom) :], encoding), ()
    for encoding, high_byte in (("utf-16-be", 0), ("utf-16-le", 1)):
        if len(raw) > 1 and not any(raw[high_byte:LOOKED_AT:2]):
            return _kept(raw, encoding), ()
    return _without_bom(raw)


def _kept(raw: bytes, encoding: str) -> str:
    """UTF-16 has no byte that could stand for itself: what is broken becomes U+FFFD."""
    return raw.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")


def _without_bom(raw: bytes) -> tuple[str, tuple[Text, ...]]:
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return _kept(raw, "utf-8"), ()
    notice = translatable("Check the ids: the file is not UTF-8 and was read as GB 18030 (GBK).")
    return text, (notice,)
