"""SSRF rules: which URLs and IP addresses the server may fetch for a user. Public https only, by
host name."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

from .translatable import Text, translatable

MAX_CHARACTERS = 2048
PORT = 443
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses behind a NAT64 translator, in the last 32 bits. Source: RFC 6052."""
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""The range from which IANA allocates addresses. Source: IANA, IPv6 address space."""
_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LOOKS_LIKE_A_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadAddress(Exception):
    """A URL that is not fetched. `text` says what to change in it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


@dataclass(frozen=True)
class Address:
    """`url`: as it is fetched, without fragment. `host`: its host in lower-case ASCII."""

    url: str
    host: str


def parse(url: str) -> Address:
    """Check a URL. Raises BadAddress for anything but https://name[:443]/...: for a user name,
    another port, or an IP address in any notation that browsers and resolvers accept."""
    if len(url) > MAX_CHARACTERS:
        raise BadAddress(
            translatable(
                "Shorten the address: it has %(n)d characters, the limit is %(limit)d.",
                n=len(url),
                limit=MAX_CHARACTERS,
            )
        )
    if _NOT_IN_A_URL.search(url):
        raise BadAddress(translatable("Remove spaces and backslashes from the address."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress(translatable("Mend the address: it cannot be read.")) from error
    if parts.scheme != "https":
        raise BadAddress(translatable("Use an address that begins with https://."))
    if "@" in parts.netloc:
        raise BadAddress(translatable("Remove the user name and password from the address."))
    if port not in (None, PORT):
        raise BadAddress(translatable("Remove the port from the address: only 443 is used."))
    return _rebuild(parts, _parse_host(parts.hostname or ""))


def _rebuild(parts: SplitResult, host: str) -> Address:
    """Build the URL from the checked host, so that no later parser finds another host in it."""
    return Address(urlunsplit(("https", host, parts.path or "/", parts.query, "")), host)


def _parse_host(written: str) -> str:
    """The host name in lower-case ASCII (IDNA). Raises BadAddress."""
    try:
        host = written if written.isascii() else idna.encode(written, uts46=True).decode()
    except idna.IDNAError as error:
        raise BadAddress(_mend_host()) from error
    labels = host.lower().removesuffix(".").split(".")
    if ":" in host or _LOOKS_LIKE_A_NUMBER.fullmatch(labels[-1]):
        raise BadAddress(translatable("Use the name of the host: an IP address is not fetched."))
    if len(labels) < 2 or len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise BadAddress(_mend_host())
    return ".".join(labels)


def _mend_host() -> Text:
    return translatable("Mend the host name: the internet has no such names.")


def is_public(text: str) -> bool:
    """Is `text` the IP address of a host on the internet? Not of this machine, a private network or
    a multicast group, nor an IPv6 notation of one of these. False for text that is no address."""
    try:
        address: IP = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address not in GLOBAL_UNICAST or address.sixtofour or address.teredo:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
