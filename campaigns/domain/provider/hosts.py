"""Which host a base URL means, however it is written: two spellings of one host compare equal.

Nothing is resolved: a name that somebody lets point at the provider's address is another host.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

import idna

PROVIDER_DOMAINS = (
    "rong-api.com",
    "sg-light-api.com",
    "sg-b-light-api.com",
    "us-light-api.com",
    "sau-light-api.com",
    "ronghub.com",
)
"""Every host below these is the provider's. Source: its page of data centres and API domains; the
last one is in its server SDKs (both read 2026-11)."""

_AUTHORITY = re.compile(r"[a-z][a-z0-9+.-]*://([^\\/?#]*)", re.IGNORECASE)
"""Up to where urllib3, which connects, reads it: a backslash ends it."""
_STRIPPED = re.compile(r"[\x00-\x20\x7f]")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
"""The characters that IDNA reads as dots. Source: RFC 3490, 3.1."""
_ODD = re.compile(r"[\x00-\x20\x7f\\%]")


def host_of(url: str) -> str:
    """The host in lower-case ASCII (IDNA), without user, port and final dots; "" if there is
    none."""
    found = _AUTHORITY.match(_STRIPPED.sub("", url))
    if found is None:
        return ""
    host = _DOTS.sub(".", unquote(_without_port(found[1].rpartition("@")[2])))
    host = unicodedata.normalize("NFKC", host).lower().rstrip(".")
    try:
        return idna.encode(host, uts46=True).decode().rstrip(".")
    except idna.IDNAError:  # an IPv6 address, an underscore: no other spelling of it is known
        return host


def _without_port(authority: str) -> str:
    if authority.startswith("["):
        return authority.partition("]")[0][1:]
    return authority.partition(":")[0]


def is_plain(url: str) -> bool:
    """False where two programs may find two hosts in it: with a backslash, a percent sign, white
    space or a control character."""
    return _ODD.search(url) is None


def is_providers(url: str, others: Iterable[str] = ()) -> bool:
    """Whether the URL is on a host of the provider, or on that of one of the `others`, the base
    URLs of private clouds."""
    host = host_of(url)
    is_below = any(host == domain or host.endswith(f".{domain}") for domain in PROVIDER_DOMAINS)
    return is_below or (bool(host) and host in map(host_of, others))
