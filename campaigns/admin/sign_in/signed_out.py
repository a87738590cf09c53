"""What somebody gets whose session has ended, or was another one when the page was opened: their
text is kept, a fragment says so in place, and nothing is changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaigns.accounts import kept_forms, middleware
from campaigns.accounts.kept_forms import Keeping


def answer(request: HttpRequest) -> HttpResponse | None:
    """For a request without a session: None if the usual redirect to the sign-in will do."""
    if middleware.is_fragment(request):
        return middleware.sign_in_again(request)
    if request.method != "POST":
        return None
    keeping = kept_forms.keep(request)
    if keeping is Keeping.TOO_LONG:
        messages.warning(request, middleware.too_long())
    if keeping is not Keeping.KEPT:
        return None
    messages.warning(request, _("Sign in again: what you typed is kept for an hour."))
    where = urlencode({"next": reverse("admin:kept_form")})
    return kept_forms.give_cookie(request, redirect(f"{reverse('admin:login')}?{where}"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form whose CSRF token is of another session: mostly somebody has signed in
    again in another tab."""
    if middleware.is_fragment(request):
        return middleware.sign_in_again(request, is_stale=True)
    keeping = kept_forms.keep(request)
    context = {
        "title": _("Nothing was changed"),
        "is_form_kept": keeping is Keeping.KEPT,
        "too_long": middleware.too_long() if keeping is Keeping.TOO_LONG else "",
    }
    page = render(request, "campaigns/sign_in/stale.html", context, status=403)
    return kept_forms.give_cookie(request, page)
