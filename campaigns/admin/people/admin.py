"""The list of people, for operators of all applications. Nobody is deleted, only deactivated."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.accounts import users
from campaigns.admin.base import ConsoleAdmin, signed_in_user

from . import page, urls


@admin.register(User)
class PersonAdmin(ConsoleAdmin):
    """Replaces Django's own admin of users, which would write without `accounts.users`."""

    heading = gettext_lazy("People")
    list_display = ("username", "email", "role_names", "reach", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filters = frozenset({"is_active__exact", "groups__id__exact"})
    search_fields = ("username", "email")
    ordering = ("username",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = User.objects.select_related("access")
        return users.prefetch_related("groups", "access__applications")

    @admin.display(description=gettext_lazy("roles"))
    def role_names(self, user: User) -> Any:
        return _list(sorted(group.name for group in user.groups.all()))

    @admin.display(description=gettext_lazy("applications"))
    def reach(self, user: User) -> Any:
        granted = getattr(user, "access", None)
        if user.is_superuser or (granted and granted.all_applications):
            return _("All applications")
        return _list(granted.applications.all() if granted else [])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return users.may_manage(signed_in_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return users.may_manage(signed_in_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return users.may_manage(signed_in_user(request))

    def add_page(self, request: HttpRequest) -> HttpResponse:
        return page.person_add(request)

    def row_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return page.person_edit(request, object_id)

    def get_urls(self) -> list[URLPattern]:
        return [*urls.paths(self.admin_site.admin_view), *super().get_urls()]


def _list(items: Any) -> Any:
    return format_html_join(", ", "{}", ((item,) for item in items)) or "–"
