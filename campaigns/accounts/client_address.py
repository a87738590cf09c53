"""From where a request came, as far as that can be known."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

FORWARDED = "HTTP_X_FORWARDED_FOR"


def client_address(request: HttpRequest) -> str | None:
    """The address that the outermost of PROXY_COUNT proxies saw; None on a Unix socket.

    Each proxy adds the address it was called from at the end, so everything further left is what
    the caller claims. With PROXY_COUNT 0 the header is not read at all.
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
