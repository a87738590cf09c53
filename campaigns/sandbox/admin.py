"""The sandbox's admin screens: apps with their faults, users with their phones, and calls."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from . import scope
from .models import Call, Device, SandboxApp, SandboxUser
from .tags_field import TagsField

APP_FILTER = ("app", admin.RelatedOnlyFieldListFilter)
"""Lists only the apps of the rows that are shown."""


class _Scoped(admin.ModelAdmin):
    """The rows of the apps that a person may see. The sandbox writes no admin log: the site that
    mounts it is told of every change (`scope.note`)."""

    scoped_by = "app"
    """The column with the app that a row belongs to."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if scope.sees_all(self.admin_site, request):
            return rows
        return rows.filter(**{f"{self.scoped_by}__in": scope.apps(self.admin_site, request)})

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "app":
            kwargs["queryset"] = scope.apps(self.admin_site, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        self._note(request, obj, "added")

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Django's message names the changed fields, untranslated, and no values."""
        parts = [part for one in message for part in one.values()]
        fields = [str(field) for part in parts for field in part.get("fields", ())]
        phones = ["phones"] if any("object" in part for part in parts) else []
        if parts:
            self._note(request, obj, f"changed {', '.join([*fields, *phones])}".strip())

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        for obj in queryset:
            self._note(request, obj, "deleted")

    def _note(self, request: HttpRequest, obj: Any, what: str) -> None:
        app = obj if isinstance(obj, SandboxApp) else obj.app
        text = f"{self.opts.model_name} {obj}: {what}"
        scope.note(self.admin_site, request, app.app_key, text)


class SandboxAppAdmin(_Scoped):
    scoped_by = "pk"
    list_display = ("name", "app_key", "per_hour", "per_day", "service_enabled", "fault")
    list_filter = ("service_enabled", "fault")
    search_fields = ("name", "app_key")
    readonly_fields = ("secret",)
    fieldsets = (
        (None, {"fields": ("name", "app_key", "secret", "service_enabled", "timestamp_tolerance")}),
        (
            _("Limits"),
            {"fields": ("per_hour", "per_day", "hour_reading", "day_zone", "refusals_count")},
        ),
        (
            _("Fault on demand, of /push.json"),
            {"fields": ("fault", "fault_calls", "fault_until", "fault_seconds")},
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only for people who see all apps: others would not see the app that they add."""
        return super().has_add_permission(request) and scope.sees_all(self.admin_site, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "app_key") if obj else self.readonly_fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The secret is shown only to people who may change the app."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        (title, first), *others = self.fieldsets
        fields = tuple(name for name in first["fields"] if name != "secret")
        return ((title, {"fields": fields}), *others)


class DeviceInline(admin.TabularInline):
    model = Device
    extra = 0


class SandboxUserAdmin(_Scoped):
    list_display = ("user_id", "app", "tags_shown")
    list_filter = (APP_FILTER,)
    list_select_related = ("app",)
    search_fields = ("user_id",)
    inlines = (DeviceInline,)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "tags":
            kwargs["form_class"] = TagsField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("tags"))
    def tags_shown(self, user: SandboxUser) -> str:
        """With every half of a surrogate pair replaced: a page cannot contain it."""
        shown = json.dumps(user.tags, ensure_ascii=False)
        return shown.encode(errors="replace").decode()


class CallAdmin(_Scoped):
    """Read only: an editable record would prove nothing."""

    list_display = ("at", "app", "path", "kind", "status", "code", "counted", "push_id")
    list_filter = (APP_FILTER, "kind", "status")
    list_select_related = ("app",)
    search_fields = ("=push_id", "=request_id")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        """The list shows no bodies."""
        return super().get_queryset(request).defer("body")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def register(site: admin.AdminSite) -> None:
    """Register the sandbox's screens on `site`; this app does not know the console's site."""
    site.register(SandboxApp, SandboxAppAdmin)
    site.register(SandboxUser, SandboxUserAdmin)
    site.register(Call, CallAdmin)
