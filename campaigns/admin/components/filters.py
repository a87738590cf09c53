"""The filter by application, which several lists share."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.admin.base import signed_in_user


class ApplicationFilter(admin.SimpleListFilter):
    """Offers the user's own applications."""

    title = _("application")
    parameter_name = "application"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        applications = access.applications(signed_in_user(request)).order_by("name")
        return [(str(pk), name) for pk, name in applications.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        is_own = chosen in dict(self.lookup_choices)
        return queryset.filter(application=chosen) if is_own else queryset.none()
