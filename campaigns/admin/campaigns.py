"""The list of campaigns and the addresses of everything that belongs to one."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import access
from ..models import Campaign
from . import composing, deleting, listing, moves, page
from .base import ConsoleAdmin, has, person
from .site import site


class ApplicationFilter(admin.SimpleListFilter):
    """Only the applications of whoever looks."""

    title = _("application")
    parameter_name = "application"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = access.applications(person(request)).order_by("name")
        return [(str(pk), name) for pk, name in found.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset
        return queryset.filter(application=chosen) if chosen.isdigit() else queryset.none()


class CampaignList(ChangeList):
    def url_for_result(self, result: Any) -> str:
        return reverse("admin:campaigns_campaign_page", args=[result.pk])


@admin.register(Campaign, site=site)
class CampaignAdmin(ConsoleAdmin):
    list_display = (
        "name",
        "state",
        "application_name",
        "audience",
        "send_time",
        "author",
        "result",
    )
    list_filter = ("status", ApplicationFilter)
    filters = frozenset({"status__exact", ApplicationFilter.parameter_name})
    search_fields = ("name",)
    sortable_by = ()
    change_list_template = "campaigns/campaign_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return listing.with_latest(access.campaigns(person(request)))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CampaignList

    @admin.display(description=_("state"))
    def state(self, campaign: Campaign) -> Any:
        return listing.chip(campaign.status)

    @admin.display(description=_("application"))
    def application_name(self, campaign: Campaign) -> str:
        return campaign.application.name

    @admin.display(description=_("who receives it"))
    def audience(self, campaign: Campaign) -> Any:
        return listing.audience(campaign)

    @admin.display(description=_("send time"))
    def send_time(self, campaign: Campaign) -> Any:
        return listing.send_time(campaign)

    @admin.display(description=_("latest result"))
    def result(self, campaign: Any) -> str:
        return listing.result(campaign) or "–"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has(request, access.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has(request, access.COMPOSE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a draft; the list itself changes nothing."""
        if obj is None:
            return False
        return obj.is_draft and access.may(person(request), access.COMPOSE, obj.application)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a draft that was never submitted."""
        if obj is None or not self.has_change_permission(request, obj):
            return False
        return not obj.submissions.exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Campaigns")})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if object_id is None:
            return composing.new(request, allowed=self.has_add_permission(request))
        campaign = composing.found(request, object_id)
        if not self.has_change_permission(request, campaign):
            return redirect("admin:campaigns_campaign_page", campaign.pk)
        return composing.draft(request, campaign)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        campaign = composing.found(request, object_id)
        return deleting.show(
            request, campaign, allowed=self.has_delete_permission(request, campaign)
        )

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        campaign = composing.found(request, object_id)
        return redirect("admin:campaigns_campaign_page", campaign.pk)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        *stock, anything_else = super().get_urls()
        return [
            *stock,
            path("<int:pk>/page/", wrap(require_safe(page.show)), name="campaigns_campaign_page"),
            path("<int:pk>/payload/", wrap(page.payload), name="campaigns_campaign_payload"),
            path("<int:pk>/<slug:verb>/", wrap(moves.make), name="campaigns_campaign_move"),
            anything_else,
        ]
