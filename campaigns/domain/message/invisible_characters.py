"""Characters that nobody sees, but that make a text read differently from what it is."""

import re

_UNSEEN = re.compile("[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]")
"""Soft hyphen, blanks of no width, separators of lines, and what turns the direction."""


def shown(text: str) -> str:
    """`text` with each of them as the escape of JSON, `\\u202e`."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
