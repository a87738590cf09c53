"""Whose apps somebody sees. The console that mounts the sandbox knows; the sandbox only asks."""

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest

from .models import SandboxApp


def sees_all(site: AdminSite, request: HttpRequest) -> bool:
    return _keys(site, request) is None


def apps(site: AdminSite, request: HttpRequest) -> QuerySet[SandboxApp]:
    keys = _keys(site, request)
    found = SandboxApp.objects.all()
    return found if keys is None else found.filter(app_key__in=keys)


def _keys(site: AdminSite, request: HttpRequest) -> frozenset[str] | None:
    """App keys; None means all. A site that knows no limits has no `sandbox_keys`."""
    limited = getattr(site, "sandbox_keys", None)
    keys: frozenset[str] | None = limited(request) if limited else None
    return keys
