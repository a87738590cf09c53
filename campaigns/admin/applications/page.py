"""The page of one application: its form or its settings, and its pause."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin import kept, once
from campaigns.admin.base import actor, render_page, signed_in_user
from campaigns.admin.components import quota_bar
from campaigns.admin.forms.errors import SECRET_FIELDS, add_refusal
from campaigns.applications import actions, standing_pauses
from campaigns.lib import database_clock
from campaigns.models import Application
from campaigns.scheduling import quota
from campaigns.sending import holds
from campaigns.workflow import idempotency

from . import key_check, pause_lines
from .forms import FIELDSETS, ApplicationForm, PauseForm


@sensitive_post_parameters(*SECRET_FIELDS)
def application_add(request: HttpRequest) -> HttpResponse:
    if pk := once.earlier_result(request):
        return redirect("admin:campaigns_application_change", pk)
    form = ApplicationForm(
        kept.posted(request), instance=Application(), user=signed_in_user(request)
    )

    def add() -> Application:
        secret = form.cleaned_data["app_secret"]
        return actions.add_application(actor(request), form.columns(), secret=secret)

    return _stored(request, form, add) or _form(request, form, None)


@sensitive_post_parameters(*SECRET_FIELDS)
def application_edit(request: HttpRequest, application: Application) -> HttpResponse:
    typed, user = kept.posted(request), signed_in_user(request)
    form = ApplicationForm(typed, instance=application, user=user)

    def change() -> Application:
        secret, by = form.cleaned_data["app_secret"] or None, actor(request)
        return actions.set_application(application.pk, by, form.columns(), secret=secret)

    def is_stored() -> bool:
        return set(form.changed_data) <= set(SECRET_FIELDS)

    if answer := _stored(request, form, change, is_stored):
        return answer
    return _form(request, form, Application.objects.get(pk=application.pk))


def _stored(
    request: HttpRequest,
    form: ApplicationForm,
    store: Callable[[], Application],
    stands: Callable[[], bool] = idempotency.always,
) -> HttpResponse | None:
    """Stores the form, once while that `stands`; None if nothing was posted or the form has
    errors."""
    if request.method != "POST" or not form.is_valid():
        return None

    def store_all() -> Application:
        with transaction.atomic():
            application = store()
            actions.set_known_tags(application, actor(request), form.cleaned_data["known_tags"])
        key_check.check_and_tell(request, application.pk)
        return application

    try:
        pk = once.act_once(request, store_all, stands=stands)
    except NotAllowed as error:
        add_refusal(request, form, error)
        return None
    messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
    return redirect("admin:campaigns_application_change", pk)


def _form(
    request: HttpRequest, form: ApplicationForm, application: Application | None
) -> HttpResponse:
    parts = [(title, [form[name] for name in names]) for title, names in FIELDSETS]
    return _render(request, application, {"form": form, "parts": parts})


def application_read(request: HttpRequest, application: Application) -> HttpResponse:
    """The settings, for those who may not change them; the secret is not among the values."""
    form = ApplicationForm(instance=application, user=signed_in_user(request))
    facts = [
        (form[name].label, _value(form, name))
        for _title, names in FIELDSETS
        for name in names
        if name not in SECRET_FIELDS
    ]
    return _render(request, application, {"facts": facts})


def _value(form: ApplicationForm, name: str) -> Any:
    if name == "sandbox_application":
        return form.instance.sandbox_application or ""
    choices = dict(getattr(form.fields[name], "choices", ()))
    value = form.initial.get(name)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return choices.get(value, "" if value is None else value)


def _pause_context(application: Application, user: User, now: datetime) -> dict[str, Any]:
    """The quota's line and the pauses that hold: why, what to do about each, and who may resume."""
    paused = standing_pauses.of(application, now)
    lines = pause_lines.pause_lines(application, user, paused)
    hold = next(holds.pauses(application, now, paused), None)
    return {
        "budget": quota_bar.quota_text(quota.ledger(application, now), now, hold),
        "pauses": lines,
        "may_pause": access.may(user, access.PAUSE, application),
        "may_resume": any(not line.who for line in lines),
        "is_held_by_others": any(line.who for line in lines),
    }


def _render(
    request: HttpRequest, application: Application | None, context: dict[str, Any]
) -> HttpResponse:
    zone = application.time_zone if application else timezone.get_default_timezone_name()
    title = application.name if application else _("New application")
    if application is not None:
        now, user = database_clock.now(), signed_in_user(request)
        with timezone.override(zone):
            paused = _pause_context(application, user, now)
        context = {
            **paused,
            "key_check": key_check.last_check(application, zone, now),
            "may_operate": access.may(user, access.OPERATE, application),
            "pause_form": PauseForm(application=application),
            "outside": application.outside_sends.select_related("recorded_by")[:20],
            **context,
        }
    context = {"title": title, "application": application, "zone": zone, **context}
    return render_page(request, "campaigns/applications/application.html", context, zone=zone)
