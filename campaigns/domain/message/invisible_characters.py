"""Invisible Unicode characters: soft hyphen, zero-width, line separators, bidi controls."""

import re

_UNSEEN = re.compile("[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]")


def escape(text: str) -> str:
    """`text` with each of them as its JSON escape, `\\u202e`."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
