"""The console: Django's admin with our own front page and nothing that we do not need."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from .. import access


class ConsoleSite(AdminSite):
    site_title = "pushconsole"
    site_header = "pushconsole"
    index_title = _("Overview")
    site_url = None
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from . import dashboard

        return dashboard.show(request)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> TemplateResponse:
        """The navigation says it all."""
        raise Http404

    def get_urls(self) -> list[Any]:
        from . import switches

        own = [
            path("pause/", self.admin_view(switches.pause_everything), name="pause_everything"),
            path("resume/", self.admin_view(switches.resume_everything), name="resume_everything"),
        ]
        return [*own, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        user = request.user
        return {
            **super().each_context(request),
            "may_compose": user.has_perm(access.COMPOSE),
            "may_see": user.has_perm(access.VIEW),
            "sandbox": settings.SANDBOX,
        }


site = ConsoleSite(name="admin")
