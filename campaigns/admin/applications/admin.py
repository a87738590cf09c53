"""Applications: read by everybody who may use them, changed by operators."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.admin.base import ConsoleAdmin, has_permission, signed_in_user
from campaigns.admin.components import campaign_rows, sentences
from campaigns.applications import standing_pauses
from campaigns.lib import database_clock
from campaigns.models import Application

from . import page, pauses, urls


@admin.register(Application)
class ApplicationAdmin(ConsoleAdmin):
    heading = _("Applications")
    list_display = ("name", "app_key", "centre", "per_hour", "per_day", "time_zone", "paused")
    search_fields = ("name", "app_key")
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        mine = access.applications(signed_in_user(request)).order_by("name")
        return mine.prefetch_related("pauses")

    @admin.display(description=_("data centre"))
    def centre(self, application: Application) -> str:
        return campaign_rows.data_centre_text(application)

    @admin.display(description=_("paused because"))
    def paused(self, application: Application) -> str:
        own = standing_pauses.of_rows(application, database_clock.now())
        return sentences.pause_text(own) or "–"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_permission(request, pauses.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_permission(request, access.OPERATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this user may change the application; never for the list itself."""
        return obj is not None and access.may(signed_in_user(request), access.OPERATE, obj)

    def add_page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return page.application_add(request)

    def row_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        application = pauses.application_or_404(request, object_id)
        if self.has_change_permission(request, application):
            return page.application_edit(request, application)
        if request.method == "POST":
            raise PermissionDenied
        return page.application_read(request, application)

    def get_urls(self) -> list[URLPattern]:
        return [*urls.paths(self.admin_site.admin_view), *super().get_urls()]
