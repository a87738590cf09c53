"""The second step of signing in, and the page about one's own sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_otp import login

from campaigns.accounts import (
    middleware,
    reauthentication,
    sessions,
    sign_in_events,
    throttle,
    totp,
)
from campaigns.admin import base
from campaigns.admin.base import actor, render_page, signed_in_user
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.lib import i18n
from campaigns.models import AuthenticatorApp

from .forms import CodeForm

View = Callable[[HttpRequest], HttpResponse]
QR_MODULE = 5
"""Pixels of one module: the code is about 250 pixels wide and scans at arm's length."""


def code_enter(request: HttpRequest) -> HttpResponse:
    """The second step of signing in, with a code of the app or a recovery code."""
    if middleware.has_proved_enough(request):
        return HttpResponseRedirect(_next(request))
    if not request.session.get(sessions.HAS_DEVICE):
        return redirect("admin:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = reauthentication.verify_code(
                request, signed_in_user(request), form.cleaned_data["code"]
            )
        except reauthentication.Unproven as error:
            form.refuse(i18n.render(error.text))
        else:
            _let_in(request, device)
            return HttpResponseRedirect(_next(request))
    return _render(request, "code", {"title": _("Enter your code"), "form": form})


def _let_in(request: HttpRequest, device: Any) -> None:
    login(request, device)
    sessions.confirm(request.session)
    throttle.forget_failures(request, signed_in_user(request))
    sign_in_events.code_given(signed_in_user(request))


def _next(request: HttpRequest) -> str:
    """The page that the person wanted, if it is on this site; else the front page."""
    return base.page_within(request, request.POST.get("next", request.GET.get("next", ""))) or "/"


@require_safe
def sign_in_page(request: HttpRequest) -> HttpResponse:
    return _render_sign_in(request, CodeForm())


def _by_post(view: View) -> View:
    """Redirects a GET, as after a change of language, to the page with the form."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        return view(request) if request.method == "POST" else redirect("admin:sign_in")

    return checked


@_by_post
def enrolment_start(request: HttpRequest) -> HttpResponse:
    """Makes a new key to scan, for whoever gives the password, whatever the settings."""
    if refused := _without_password(request):
        return refused
    device = totp.create_pending_device(signed_in_user(request))
    sessions.begin_enrolment(request.session, device.pk)
    return redirect("admin:sign_in")


@_by_post
def enrolment_finish(request: HttpRequest) -> HttpResponse:
    """The first code proves that the app has the key; then the recovery codes are shown, once. It
    proves nobody's identity: the session is as confirmed as before."""
    form, user = CodeForm(request.POST), signed_in_user(request)
    device = _pending(request)
    if device is None:
        return redirect("admin:sign_in")
    if form.is_valid():
        if totp.verify(device, form.cleaned_data["code"]):
            codes = totp.enrol(device)
            sessions.renew(request, user, has_device=True)
            login(request, device)
            throttle.forget_failures(request, user)
            messages.success(request, _("The app is set up."))
            return _render_recovery_codes(request, codes, "authenticator app")
        throttle.count_failure(request, user)
        form.refuse(_("Enter the code that the app shows now: this one is wrong or old."))
    return _render_sign_in(request, form)


@_by_post
def recovery_codes_renew(request: HttpRequest) -> HttpResponse:
    if not totp.has_device(signed_in_user(request)):
        raise Http404
    if refused := _without_password(request):
        return refused
    codes = totp.new_recovery_codes(signed_in_user(request))
    sessions.renew(request, signed_in_user(request), has_device=True)
    return _render_recovery_codes(request, codes, "recovery codes")


@_by_post
def second_factor_remove(request: HttpRequest) -> HttpResponse:
    """Removes the app, for those who need only a password."""
    user = signed_in_user(request)
    if middleware.must_verify(user) or not totp.has_device(user):
        raise Http404
    if refused := _without_password(request):
        return refused
    totp.remove_devices(user)
    sessions.renew(request, user, has_device=False)
    events.record(Verb.SET_USER, actor(request), comment=f"{user.username}: no authenticator app")
    messages.success(request, _("From now on your password is enough."))
    return redirect("admin:sign_in")


@require_safe
def qr_code(request: HttpRequest) -> HttpResponse:
    """The key of the app that is being set up, as a QR code, for its owner only."""
    device = _pending(request)
    if device is None:
        raise Http404
    picture = segno.make_qr(device.config_url)
    response = HttpResponse(content_type="image/svg+xml")
    picture.save(response, kind="svg", scale=QR_MODULE, light="#fff", svgclass=None, lineclass=None)  # type: ignore[arg-type]
    response["Cache-Control"] = "no-store"
    return response


def _pending(request: HttpRequest) -> AuthenticatorApp | None:
    return totp.pending_device(signed_in_user(request), sessions.enrolling(request.session))


def _without_password(request: HttpRequest) -> HttpResponse | None:
    """The response for those whose form lacks their password; None for the others."""
    try:
        reauthentication.verify_password(request, signed_in_user(request))
    except reauthentication.Unproven as error:
        messages.error(request, i18n.render(error.text))
        return _render_sign_in(request, CodeForm(), status=403)
    return None


def _render_recovery_codes(request: HttpRequest, codes: list[str], what: str) -> HttpResponse:
    """The only response that ever contains the recovery codes."""
    user = signed_in_user(request)
    events.record(Verb.SET_USER, actor(request), comment=f"{user.username}: new {what}")
    return _render(request, "recovery_codes", {"title": _("Your recovery codes"), "codes": codes})


def _render_sign_in(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    user = signed_in_user(request)
    pending = _pending(request)
    context = {
        "title": _("My sign-in"),
        "form": form,
        "has_device": totp.has_device(user),
        "must_verify": middleware.must_verify(user),
        "key": totp.key_to_type(pending) if pending else "",
        "codes_left": totp.recovery_codes_left(user),
    }
    return _render(request, "sign_in", context, status)


def _render(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**context, "next": _next(request)}
    response = render_page(request, f"campaigns/sign_in/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
