"""What all screens share: read-only by default, lookups that answer 404, messages, rendering."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme

from campaigns import access
from campaigns.access import Actor, NotAllowed, NotConfirmed
from campaigns.accounts import reauthentication, sessions
from campaigns.audit import request_denials
from campaigns.lib import i18n
from campaigns.models import Campaign

from . import once

View = Callable[..., HttpResponseBase]
Wrap = Callable[[View], View]
_AnyModel = TypeVar("_AnyModel", bound=Model)
PATH_CHARACTERS = 2000
"""Longer ones are no address of ours; Django refuses to redirect beyond 2048 characters."""
PAGE_CAP = 10_000
"""Rows that a list counts and pages through. For older rows people search or filter."""


class CappedPaginator(Paginator):
    """Counts at most PAGE_CAP rows: counting a million takes longer than showing a page of them."""

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by().values("pk")[:PAGE_CAP].count()


class ConsoleAdmin(admin.ModelAdmin):
    """Read-only: no bulk actions, no add, change or delete. Only the filters on screen work: a
    filter on a hidden column would reveal its content letter by letter."""

    actions = None
    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    heading: Any = ""
    """Title of the list."""
    filters: frozenset[str] = frozenset()
    """Query parameters that the filters of the list use."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup in self.filters

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.heading, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Replaces Django's form, which would write without the services."""
        return self.add_page(request) if object_id is None else self.row_page(request, object_id)

    def add_page(self, request: HttpRequest) -> HttpResponse:
        raise Http404

    def row_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        raise Http404

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        raise Http404

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """Redirects to the list: events are the history, and Django's own log is not written."""
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def signed_in_user(request: HttpRequest) -> User:
    """The user of the request. `admin_view` has checked that they are signed in."""
    return cast(User, request.user)


def campaign_or_404(request: HttpRequest, pk: str | int) -> Campaign:
    """The campaign, if it belongs to one of the user's applications. Raises PermissionDenied and
    Http404."""
    if not has_permission(request, access.VIEW):
        raise PermissionDenied
    return row_or_404(
        access.campaigns(signed_in_user(request)).select_related("application", "author"), pk
    )


def row_or_404(rows: "QuerySet[_AnyModel]", pk: str | int) -> _AnyModel:
    """The row with this primary key, which may be any typed text. Raises Http404."""
    try:
        return rows.get(pk=pk)
    except (ObjectDoesNotExist, ValueError, OverflowError) as error:
        raise Http404 from error


def campaign_url(pk: int) -> str:
    """URL of the campaign's page."""
    return reverse("admin:campaigns_campaign_page", args=[pk])


def page_within(request: HttpRequest, wanted: str) -> str:
    """`wanted` if it is the path of a page of this console that a redirect may name; else ""."""
    is_safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    is_path = wanted.startswith("/") and wanted.isprintable() and len(wanted) < PATH_CHARACTERS
    return wanted if is_safe and is_path else ""


def actor(request: HttpRequest) -> Actor:
    return Actor(user=signed_in_user(request), is_confirmed=sessions.is_confirmed(request.session))


def has_permission(request: HttpRequest, permission: str) -> bool:
    return signed_in_user(request).has_perm(permission)


def report_refusal(request: HttpRequest, error: NotAllowed) -> None:
    """Adds the reasons as error messages for the next page, one message for each problem,
    and records a denial."""
    request_denials.record(request, error)
    unconfirmed = (
        reauthentication.confirmation_problem(request) if isinstance(error, NotConfirmed) else None
    )
    lines = [i18n.render(unconfirmed or error.text)]
    lines += [i18n.render(problem.text) for problem in error.problems]
    for line in dict.fromkeys(lines):
        messages.error(request, line)


def run_and_report(
    request: HttpRequest, action: Callable[[], Any], done: str, stands: Callable[[], bool]
) -> None:
    """Runs `action`, once for each form shown while what it did `stands`, and adds `done` as a
    message for the next page, or the reasons if it is refused."""
    try:
        once.act_once(request, action, stands=stands)
    except NotAllowed as error:
        report_refusal(request, error)
    else:
        messages.success(request, done)


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    zone: str = "",
    status: int = 200,
) -> TemplateResponse:
    """Renders a screen whose times are in `zone`; "" means the installation's own time zone."""
    with timezone.override(ZoneInfo(zone or timezone.get_default_timezone_name())):
        response = TemplateResponse(
            request, template, {**admin.site.each_context(request), **context}, status=status
        )
        response.render()
        return response


def moment_text(moment: datetime | None, zone: str) -> str:
    """`2026-11-23 16:05 (Asia/Shanghai)`, "" for None."""
    if moment is None:
        return ""
    with timezone.override(ZoneInfo(zone)):
        return i18n.moment(moment)
