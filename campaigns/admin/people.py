"""People, for superusers; operators use the command line. Nobody is deleted: deactivate instead."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .. import events
from ..models import Access
from .base import ConsoleAdmin, actor, person
from .site import site


class _SuperusersOnly:
    """Whatever other permissions somebody collects, rights are given by superusers only."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return person(request).is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person(request).is_superuser

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person(request).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AccessInline(_SuperusersOnly, admin.StackedInline):
    model = Access
    filter_horizontal = ("applications",)
    can_delete = False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Applications have a page of their own, which is no popup."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = False
        return field


@admin.register(User, site=site)
class PersonAdmin(_SuperusersOnly, ConsoleAdmin, UserAdmin):
    """Rights come from roles (groups) only, so single permissions are not offered."""

    inlines = (AccessInline,)
    fieldsets = (
        (None, {"fields": ("username", "password", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "email", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    filters = frozenset({"is_active__exact", "is_superuser__exact", "groups__id__exact"})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Everybody here works with the console, and only staff can sign in to it."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        events.record("add-user", actor(request), comment=str(obj))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        changed = [field for part in message for field in part.get("changed", {}).get("fields", [])]
        events.record("set-user", actor(request), comment=f"{obj}: {', '.join(changed)}")
