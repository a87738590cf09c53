"""The image of a notification in a preview: our own copy of it, or a link to its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class PreviewImage:
    """`copy`: the address of our own copy, "" while there is none. `link`: the image's own address,
    "" if it is not http or https. `host` names it to people: the address as typed if there is no
    link."""

    copy: str
    link: str
    host: str


def preview_image(url: str, copies: Mapping[str, str]) -> PreviewImage | None:
    """`copies`: URL of an image -> address of our own copy. None if `url` is "". Only http and
    https become links, because a URL in a body may be anything, a script too."""
    if not url:
        return None
    host = _host(url)
    return PreviewImage(copies.get(url, ""), url if host else "", host or url)


def _host(url: str) -> str:
    """The host of an http or https URL, "" for anything else."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
