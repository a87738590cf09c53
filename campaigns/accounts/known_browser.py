"""The browser in which somebody signed in lately: they may still try there when their address has
no sign-ins left, under the limits of their own name."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from . import counted_name

SALT = "known browser"
ATTRIBUTE = "known_browser_of"
"""Of a request with which somebody has signed in."""


def is_known(request: HttpRequest, typed: str) -> bool:
    """Whether the last sign-in at this browser, within KNOWN_BROWSER_FOR, was by this name. Asks no
    database, and tells nobody without the cookie whether the name exists."""
    within = settings.KNOWN_BROWSER_FOR
    said = request.get_signed_cookie(_cookie(), default="", salt=SALT, max_age=within) or ""
    return bool(said) and constant_time_compare(said, counted_name.of_browser(typed))


def give_cookie(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Adds the signed cookie after a sign-in. It lets nobody in, and holds no name."""
    name = getattr(request, ATTRIBUTE, "")
    if name:
        response.set_signed_cookie(
            _cookie(),
            counted_name.of_browser(name),
            salt=SALT,
            max_age=settings.KNOWN_BROWSER_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@receiver(user_logged_in)
def _note(request: HttpRequest, user: User, **_: Any) -> None:
    setattr(request, ATTRIBUTE, user.get_username())


def _cookie() -> str:
    return "__Host-browser" if settings.SESSION_COOKIE_SECURE else "pushconsole-browser"
