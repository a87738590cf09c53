"""Filters of the list. They offer nothing of other teams' campaigns."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.admin.base import signed_in_user
from campaigns.composer import drafts
from campaigns.domain.workflow import Status

from . import tabs


class LabelFilter(admin.SimpleListFilter):
    """Offers the labels of the user's own applications."""

    title = _("labels")
    parameter_name = "label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (name, name)
            for name in drafts.known_labels(access.applications(signed_in_user(request)))
        ]

    def has_output(self) -> bool:
        """Always True: Django leaves a filter without choices out, and ignores its parameter
        then."""
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.value()
        if not name:
            return queryset
        is_known = name in dict(self.lookup_choices)
        return queryset.filter(pk__in=drafts.labelled(Q(name=name)) if is_known else [])


class TabFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = tabs.PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(tab.slug, tab.label) for tab in tabs.TABS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """All but the archive where no tab is chosen; nothing where there is no such tab."""
        tab = tabs.BY_SLUG.get(self.value() or "")
        if tab is tabs.ALL:  # by far the most rows: read in order, not gathered state by state
            return queryset.exclude(status=Status.ARCHIVED)
        return queryset.filter(status__in=tab.statuses) if tab else queryset.none()
