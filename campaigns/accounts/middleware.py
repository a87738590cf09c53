"""Gate: the middleware that requires a one-time code where a password is not enough.

It is a middleware so that no view, site or fragment that is added later can forget it.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaigns import access

from . import kept_forms, known_browser, reauthentication, sessions, throttle
from .kept_forms import Keeping

POWERS = (access.REVIEW, access.RESOLVE, access.OPERATE)
"""Permissions to make a push leave, or to let others make it leave."""
OPEN_VIEWS = frozenset({"admin:login", "admin:logout", "set_language", "admin:sign_in_code"})
"""Names of the views that a password alone opens; ENROL_VIEWS too for users without a device."""
ENROL_VIEWS = frozenset(
    {"admin:sign_in", "admin:sign_in_start", "admin:sign_in_finish", "admin:qr_code"}
)
PASSWORD_VIEWS = frozenset(
    {"admin:sign_in_start", "admin:sign_in_recovery_codes", "admin:sign_in_off"}
)
"""Views that change how a person signs in: they take the password that the form carries
themselves, always, and confirm nothing else by it."""
TYPING_VIEWS = frozenset({"admin:campaigns_campaign_preview"})
"""The only fragments that mean that somebody is there. Others may come from a page that polls, and
an open page must not keep its session alive."""


def must_verify(user: User) -> bool:
    """True if this user needs a one-time code; superusers have every permission, so they do."""
    return settings.REQUIRE_TOTP and any(user.has_perm(power) for power in POWERS)


def has_proved_enough(request: HttpRequest) -> bool:
    """True if the session has given a code, or if its user needs none."""
    user = cast(Any, request.user)
    if user.is_verified():
        return True
    return not (request.session.get(sessions.HAS_DEVICE) or must_verify(user))


def is_through(request: HttpRequest) -> bool:
    """True if somebody has signed in completely, and the session lasts."""
    return (
        request.user.is_authenticated
        and not sessions.is_over(request.session)
        and has_proved_enough(request)
    )


@receiver(user_logged_in)
def _clear_failures(request: HttpRequest, user: User, **_: Any) -> None:
    """Clear the failed passwords of a user who needs no code; a code clears those of others."""
    if not request.session[sessions.HAS_DEVICE] and not must_verify(user):
        throttle.forget_failures(request, user)


class Gate:
    """Runs after the session, CSRF and one-time-password middlewares, before every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Middlewares that refuse before this one looks (the CSRF check) ask `is_through`."""
        request.is_through = SimpleLazyObject(lambda: is_through(request))  # type: ignore[attr-defined]
        return known_browser.give_cookie(request, self.get_response(request))

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """Ends an old session, asks for a code, and takes a confirmation that a form carries. It
        leaves the body of views that are exempt from the CSRF check unread, for them to read."""
        has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_cookie or not request.user.is_authenticated:
            return None
        if sessions.is_over(request.session):
            logout(request)
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not has_proved_enough(request):
            return _code_page(request, name)
        if not is_fragment(request) or name in TYPING_VIEWS:
            sessions.touch(request.session)
        if not getattr(view, "csrf_exempt", False) and name not in PASSWORD_VIEWS:
            reauthentication.confirm_from_form(request, request.user)
        return None


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def sign_in_again(request: HttpRequest, *, is_stale: bool = False) -> HttpResponse:
    """401 to a fragment, which htmx puts into the page's own place for it and takes for no content.

    `is_stale`: there is a session, but another one than the page was opened in.
    """
    return render(request, "campaigns/sign_in/_again.html", {"is_stale": is_stale}, status=401)


def _code_page(request: HttpRequest, name: str) -> HttpResponse | None:
    """Redirects to the page for the code or for enrolment; None where the view is open."""
    has_device = request.session.get(sessions.HAS_DEVICE)
    if name in OPEN_VIEWS or (name in ENROL_VIEWS and not has_device):
        return None
    if is_fragment(request):
        return sign_in_again(request)
    page = reverse("admin:sign_in_code" if has_device else "admin:sign_in")
    answer = redirect(f"{page}?{urlencode({'next': _then(request)})}")
    return kept_forms.give_cookie(request, answer)


def _then(request: HttpRequest) -> str:
    """Where to go on after the code: what was posted without it is kept and shown again."""
    if request.method == "GET":
        return request.get_full_path()
    keeping = kept_forms.keep(request) if request.method == "POST" else Keeping.NOTHING
    if keeping is Keeping.TOO_LONG:
        messages.warning(request, too_long())
    return reverse("admin:kept_form") if keeping is Keeping.KEPT else "/"


def too_long() -> str:
    """What to say of a form that `kept_forms` does not keep."""
    return _("What you typed is too long to be kept: go back in your browser and copy it.")
