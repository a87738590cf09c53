"""The IP address of the client, as far as the proxies tell it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

FORWARDED = "HTTP_X_FORWARDED_FOR"


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


def _address(text: str | None) -> str | None:
    try:
        return str(ipaddress.ip_address((text or "").strip()))
    except ValueError:
        return None
