"""Which text of a body each platform shows, by the page's order of precedence.

Takes unchecked wire values: what is missing or of a wrong type counts as not set.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .audience import ANDROID, HARMONY_NAME, IOS

TITLE = "notification.title"
ALERT = "notification.alert"
IOS_TITLE = "notification.ios.title"
IOS_EXTRAS = "notification.ios.extras"
TITLES: dict[str, tuple[str, ...]] = {
    IOS: (IOS_TITLE, TITLE),
    ANDROID: (TITLE,),
    HARMONY_NAME: (TITLE,),
}
"""Wire paths by platform, the first that is set wins. Source: the page, `notification.*`."""
ALERTS: dict[str, tuple[str, ...]] = {
    IOS: ("notification.ios.alert", ALERT),
    ANDROID: ("notification.android.alert", ALERT),
    HARMONY_NAME: ("notification.harmonyOS.alert", ALERT),
}
SEEN = (TITLE, IOS_TITLE, ALERT, *(paths[0] for paths in ALERTS.values()))
"""Wire paths of every text that a phone may show."""


@dataclass(frozen=True)
class Choice:
    """The text that wins, its wire path, and the path of the one it wins over ("" for none)."""

    text: str = ""
    path: str = ""
    over: str = ""


def at(body: Mapping[str, Any], path: str) -> Any:
    """The value under a wire path; None where the path ends early."""
    node: Any = body
    for key in _keys(path):
        if not isinstance(node, dict):
            return None
        node = node.get(key)
    return node


@cache
def _keys(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def text_at(body: Mapping[str, Any], path: str) -> str:
    value = at(body, path)
    return value if isinstance(value, str) else ""


def choose(body: Mapping[str, Any], paths: tuple[str, ...]) -> Choice:
    """The first of `paths` whose text is set; "" counts as not set."""
    candidates = [(path, text) for path in paths if (text := text_at(body, path))]
    if not candidates:
        return Choice()
    (path, text), *losers = candidates
    return Choice(text, path, losers[0][0] if losers else "")


def ios_bytes(body: Mapping[str, Any]) -> int:
    """Bytes in UTF-8 of alert, title and extras (as JSON) for iOS: our part of the APNs payload."""
    texts = [choose(body, TITLES[IOS]).text, choose(body, ALERTS[IOS]).text]
    extras = at(body, IOS_EXTRAS)
    if extras:
        texts.append(json.dumps(extras, ensure_ascii=False, separators=(",", ":")))
    return sum(utf8_length(text) for text in texts)


def utf8_length(text: str) -> int:
    """Bytes in UTF-8; half a surrogate pair, which UTF-8 cannot hold, counts 3."""
    return len(text.encode("utf-8", "surrogatepass"))
