"""Messages to start from, and sentences as a reader of English sees them."""

from datetime import datetime
from typing import Any

from campaigns.domain.message.shape import Message, build
from campaigns.domain.translatable import Text

N = "notification"
FINE: dict[str, Any] = {
    "platform": ["ios", "android"],
    "audience.tag": ["vip"],
    "audience.is_to_all": False,
    f"{N}.title": "Spring",
    f"{N}.alert": "Hello",
}
"""A message without any problem."""


def built(changes: dict[str, Any]) -> Message:
    """FINE with other values under some wire paths; None takes one away."""
    return build({**FINE, **changes})


def said(text: str | int | datetime | Text) -> str:
    if not isinstance(text, Text):
        return str(text)
    msgid = text.plural if text.plural and text.count != 1 else text.msgid
    return msgid % {
        name: value if isinstance(value, int) else said(value)
        for name, value in text.params.items()
    }
