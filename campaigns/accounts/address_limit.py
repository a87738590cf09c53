"""The limit on sign-ins from one address, whatever the names: against one password tried on many
names, and against the hashing that each of them costs."""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest

from campaigns.models import Allowance

from . import known_browser
from .client_address import client_network, network_of

PREFIX = "sign-in:"
"""Of the keys in Allowance; a network follows."""


class AddressLimit:
    """An authentication backend that lets nobody in. It stands between the one that refuses locked
    names, which cost nothing, and the one that hashes."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the sign-in before it is tried: parallel ones get no further. Raises
        PermissionDenied, which ends Django's search, where the address had too many. Who signed in
        at this browser lately gets on: otherwise one colleague, or a stranger behind the same
        proxy, locks out everybody. Theirs are noted too, or their success would forgive others."""
        is_known = known_browser.is_known(request, str(credentials.get("username") or ""))
        most = settings.KNOWN_ADDRESS_LIMIT if is_known else settings.ADDRESS_LIMIT
        request.counts_for_address = True  # type: ignore[attr-defined]
        wait = Allowance.objects.take(_key(request), most, settings.ADDRESS_WINDOW)
        if wait:
            request.axes_locked_out = True  # type: ignore[attr-defined]  # 429, and not counted
            request.address_wait = wait  # type: ignore[attr-defined]
            raise PermissionDenied
        request.passed_limits = True  # type: ignore[attr-defined]


def has_passed(request: HttpRequest | None) -> bool:
    """Whether this sign-in came as far as its password: no limit refused it."""
    return getattr(request, "passed_limits", False)


def seconds_to_wait(request: HttpRequest) -> float:
    """How long this address has to wait; 0.0 if it did not have too many."""
    return float(getattr(request, "address_wait", 0.0))


def give_back(request: HttpRequest, failures: int) -> None:
    """After a complete sign-in: forget the person's own failures at this address."""
    if failures:
        Allowance.objects.give_back(_key(request), failures)


def forget(address: str | None) -> None:
    """Let this address sign in again; None lets all."""
    rows = Allowance.objects.filter(pk__startswith=PREFIX)
    (rows.filter(pk=f"{PREFIX}{network_of(address)}") if address else rows).delete()


@receiver(user_logged_in)
def _forget_success(request: HttpRequest, **_: Any) -> None:
    """Many people may share an address: only what fails counts."""
    if getattr(request, "counts_for_address", False):
        Allowance.objects.give_back(_key(request))


def _key(request: HttpRequest) -> str:
    return f"{PREFIX}{client_network(request)}"
