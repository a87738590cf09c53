"""The own password: Django's page, with wrong guesses counted and the change recorded."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campaigns.accounts import throttle
from campaigns.admin.base import actor, signed_in_user
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.lib import i18n


def own_password_change(request: HttpRequest, stock: Callable[[], Any]) -> HttpResponse:
    """`stock` is Django's view of this request."""
    user = signed_in_user(request)
    if request.method != "POST":
        return stock()
    if throttle.is_locked(request, user):
        messages.error(request, i18n.render(throttle.user_wait_text(user)))
        return redirect("admin:password_change")
    response = stock()
    if response.status_code == 302:
        events.record(Verb.SET_USER, actor(request), comment=f"{user.username}: own password")
    elif "old_password" in response.context_data["form"].errors:
        throttle.count_failure(request, user)
    return response
