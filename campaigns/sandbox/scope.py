"""Which apps a person may see, and who is told of changes: the admin site that mounts the sandbox
decides, the sandbox asks."""

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest

from .models import SandboxApp


def sees_all(site: AdminSite, request: HttpRequest) -> bool:
    return _keys(site, request) is None


def apps(site: AdminSite, request: HttpRequest) -> QuerySet[SandboxApp]:
    keys = _keys(site, request)
    apps = SandboxApp.objects.all()
    return apps if keys is None else apps.filter(app_key__in=keys)


def note(site: AdminSite, request: HttpRequest, app_key: str, text: str) -> None:
    """Tell the site what this person has changed; nothing on a site without `note_sandbox`."""
    tell = getattr(site, "note_sandbox", None)
    if tell:
        tell(request, app_key, text)


def _keys(site: AdminSite, request: HttpRequest) -> frozenset[str] | None:
    """The app keys; None for all, also on a site without `sandbox_keys`."""
    limited = getattr(site, "sandbox_keys", None)
    keys: frozenset[str] | None = limited(request) if limited else None
    return keys
