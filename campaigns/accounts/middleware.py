"""Who must prove more than a password, and the middleware that asks on every path.

A middleware, because a view, a site or a fragment that is added later cannot forget it.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from campaigns import access

from . import reauthentication, sessions, throttling

POWERS = (access.REVIEW, access.RESOLVE, access.OPERATE)
"""Whoever has one of these can make a push leave, or let others."""
OPEN = frozenset({"admin:login", "admin:logout", "set_language", "admin:sign_in_code"})
"""Names of the views that a password alone opens; for those without an authenticator ENROL too."""
ENROL = frozenset({"admin:sign_in", "admin:sign_in_start", "admin:sign_in_finish", "admin:qr_code"})
TYPING = frozenset({"admin:campaigns_campaign_preview"})
"""The only fragment that a person asks for by typing. The others may come from a page that polls,
and a page that was left open must not keep its session alive."""


def must_verify(user: User) -> bool:
    """Superusers have every permission."""
    return settings.REQUIRE_TOTP and any(user.has_perm(power) for power in POWERS)


def is_through(request: HttpRequest) -> bool:
    """Has this session proved all that is asked of its person?"""
    user = cast(Any, request.user)
    if user.is_verified():
        return True
    return not (request.session.get(sessions.HAS_DEVICE) or must_verify(user))


@receiver(user_logged_in)
def _forgive(request: HttpRequest, user: User, **_: Any) -> None:
    """Where a password is all, its guesses are forgiven now; elsewhere a code does it."""
    if not request.session[sessions.HAS_DEVICE] and not must_verify(user):
        throttling.forget(request, user)


class Gate:
    """After the session, CSRF and one-time-password middlewares, before every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """Views that are exempt from Django's CSRF check read the body in their own way."""
        has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_cookie or not request.user.is_authenticated:
            return None
        if sessions.is_over(request.session):
            logout(request)
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not is_through(request):
            return _ask(request, name)
        if not is_fragment(request) or name in TYPING:
            sessions.touch(request.session)
        if not getattr(view, "csrf_exempt", False):
            reauthentication.confirm_from(request, request.user)
        return None


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _ask(request: HttpRequest, name: str) -> HttpResponse | None:
    has_device = request.session.get(sessions.HAS_DEVICE)
    if name in OPEN or (name in ENROL and not has_device):
        return None
    if is_fragment(request):
        return HttpResponse(status=401)
    then = request.get_full_path() if request.method == "GET" else "/"
    page = reverse("admin:sign_in_code" if has_device else "admin:sign_in")
    return redirect(f"{page}?{urlencode({'next': then})}")
