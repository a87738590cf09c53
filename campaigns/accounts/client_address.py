"""The IP address of the client, as far as the proxies tell it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

FORWARDED = "HTTP_X_FORWARDED_FOR"
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str | None:
    """The address that the outermost of PROXY_COUNT proxies saw; None on a Unix socket.

    Each proxy appends the address that called it, so the entries further left are the client's own
    claim. PROXY_COUNT 0 ignores the header.
    """
    peer = request.META.get("REMOTE_ADDR")
    if settings.PROXY_COUNT:
        chain = request.META.get(FORWARDED, "").split(",")
        if len(chain) >= settings.PROXY_COUNT:
            return _address(chain[-settings.PROXY_COUNT]) or _address(peer)
    return _address(peer)


def client_network(request: HttpRequest) -> str | None:
    """What limits count: the address, or of IPv6 its /64. One subscriber has at least that many,
    and would never use the same twice."""
    address = client_address(request)
    return network_of(address) if address else None


def network_of(address: str) -> str:
    """Raises ValueError for what is no address."""
    found = ipaddress.ip_address(address)
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False).network_address)


def _address(text: str | None) -> str | None:
    """IPv4 within IPv6, as a socket of both kinds names it, as IPv4."""
    try:
        found = ipaddress.ip_address((text or "").strip())
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)
