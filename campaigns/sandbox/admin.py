"""The sandbox's own screens: its apps with their faults, its people and phones, its calls."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Call, Device, SandboxApp, SandboxUser


class SandboxAppAdmin(admin.ModelAdmin):
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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "app_key") if obj else self.readonly_fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The secret is for those who may set up a caller."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        (title, first), *others = self.fieldsets
        fields = tuple(name for name in first["fields"] if name != "secret")
        return ((title, {"fields": fields}), *others)


class DeviceInline(admin.TabularInline):
    model = Device
    extra = 0


class SandboxUserAdmin(admin.ModelAdmin):
    list_display = ("user_id", "app", "tags")
    list_filter = ("app",)
    list_select_related = ("app",)
    search_fields = ("user_id",)
    inlines = (DeviceInline,)


class CallAdmin(admin.ModelAdmin):
    """Read only: a record that could be edited would prove nothing."""

    list_display = ("at", "app", "path", "kind", "status", "code", "counted", "push_id")
    list_filter = ("app", "kind", "status")
    list_select_related = ("app",)
    search_fields = ("=push_id", "=request_id")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def register(site: admin.AdminSite) -> None:
    """Shows the sandbox's screens on `site`; this app does not know the console's own."""
    site.register(SandboxApp, SandboxAppAdmin)
    site.register(SandboxUser, SandboxUserAdmin)
    site.register(Call, CallAdmin)
