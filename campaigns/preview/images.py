"""The image of a notification in a preview: our own copy of it, or a link to where it lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Picture:
    """`copy`: where our own origin serves it, "" while there is none. `link`: its own address, ""
    when that is no web address; then `host`, which names it to people, is the address as typed."""

    copy: str
    link: str
    host: str


def picture(url: str, copies: Mapping[str, str]) -> Picture | None:
    """None when nothing is shown. Only http and https become links: an address may be anything,
    a script too."""
    if not url:
        return None
    host = _host(url)
    return Picture(copies.get(url, ""), url if host else "", host or url)


def _host(url: str) -> str:
    """The host of a web address, "" of anything else."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
