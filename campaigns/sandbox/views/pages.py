"""The sandbox's pages: the apps that the person may see, and what their phones show."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.sandbox import phones, scope
from campaigns.sandbox.json_types import stored_object
from campaigns.sandbox.models import Call

PHONES_PER_PAGE = 60
View = Callable[..., HttpResponse]


def _for_staff(view: View) -> View:
    @require_safe
    @wraps(view)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return admin.site.admin_view(view)(request, **kwargs)

    return checked


@_for_staff
def app_list(request: HttpRequest) -> HttpResponse:
    apps = scope.apps(admin.site, request).annotate(phones=Count("users__devices"))
    context = {**admin.site.each_context(request), "title": _("Sandbox"), "apps": apps}
    return TemplateResponse(request, "sandbox/index.html", context)


@_for_staff
def phone_list(request: HttpRequest, app_id: int) -> HttpResponse:
    """What each phone received last; with `push_id`, the phones that received that push."""
    app = get_object_or_404(scope.apps(admin.site, request), pk=app_id)
    push_id = request.GET.get("push_id", "").replace("\0", "").strip()[:64]
    call = Call.objects.filter(app=app, push_id=push_id).first() if push_id else None
    devices = phones.devices(app, call)
    if push_id and not call:
        devices = devices.none()
    page = Paginator(devices, PHONES_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": _("Phones of %(app)s") % {"app": app.name},
        "app": app,
        "push_id": push_id,
        "call": call,
        "body": _readable(call) if call else "",
        "page": page,
        "phones": phones.phones(list(page), app.name, call),
        "recent": phones.recent(app),
    }
    return TemplateResponse(request, "sandbox/phones.html", context)


def _readable(call: Call) -> str:
    """As it was stored where it is no JSON object."""
    body = stored_object(call.body)
    return json.dumps(body, ensure_ascii=False, indent=2) if body else call.body
