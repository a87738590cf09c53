"""The list of campaigns and the addresses of everything that belongs to one."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campaigns import access
from campaigns.images import views
from campaigns.models import Campaign, Submission

from .base import ConsoleAdmin, campaign_or_404, has_permission, signed_in_user
from .campaign_list import changelist
from .campaign_page import poll, transition_views
from .campaign_page import views as campaign_page_views
from .components import campaign_rows, image_panel
from .composer import preview, urls
from .composer import views as composer_views
from .desks import review, unknown
from .new_campaign import views as new_campaign_views


@admin.register(Campaign)
class CampaignAdmin(ConsoleAdmin):
    heading = _("Campaigns")
    list_display = (
        "titled",
        "state",
        "application_name",
        "audience",
        "send_time",
        "author",
        "result",
        "menu",
    )
    list_display_links = None
    list_filter = changelist.FILTERS
    filters = changelist.PARAMETERS
    search_fields = changelist.TEXTS
    sortable_by = ()
    change_list_template = "campaigns/campaign_list/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        submitted = Submission.objects.filter(campaign=OuterRef("pk"))
        own = access.campaigns(signed_in_user(request)).annotate(was_submitted=Exists(submitted))
        return campaign_rows.with_latest(own)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return changelist.CampaignList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return changelist.search_campaigns(queryset, search_term), False

    @admin.display(description=_("name"))
    def titled(self, campaign: Campaign) -> Any:
        return campaign_rows.name_html(campaign)

    @admin.display(description=_("menu"))
    def menu(self, campaign: Any) -> Any:
        return campaign.menu.__html__()

    @admin.display(description=_("state"))
    def state(self, campaign: Campaign) -> Any:
        return campaign_rows.status_chip(campaign.status)

    @admin.display(description=_("application"))
    def application_name(self, campaign: Campaign) -> str:
        return campaign.application.name

    @admin.display(description=_("who receives it"))
    def audience(self, campaign: Campaign) -> Any:
        return campaign_rows.audience_html(campaign)

    @admin.display(description=_("send time"))
    def send_time(self, campaign: Campaign) -> Any:
        return campaign_rows.send_time_text(campaign)

    @admin.display(description=_("latest result"))
    def result(self, campaign: Any) -> Any:
        return campaign_rows.result_text(campaign) or campaign_rows.NOTHING

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_permission(request, access.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_permission(request, access.COMPOSE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a draft; the list itself changes nothing."""
        if obj is None:
            return False
        return obj.is_draft and access.may(signed_in_user(request), access.COMPOSE, obj.application)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a draft that was never submitted."""
        if obj is None or not self.has_change_permission(request, obj):
            return False
        return not obj.submissions.exists()

    def add_page(self, request: HttpRequest) -> HttpResponse:
        return composer_views.campaign_add(request, allowed=self.has_add_permission(request))

    def row_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        campaign = campaign_or_404(request, object_id)
        if self.has_change_permission(request, campaign):
            return composer_views.campaign_edit(request, campaign)
        if request.method != "POST":
            return composer_views.campaign_locked(request, campaign)
        if self.has_add_permission(request):
            return composer_views.campaign_save_too_late(request, campaign)
        return redirect("admin:campaigns_campaign_page", campaign.pk)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        campaign = campaign_or_404(request, object_id)
        return composer_views.campaign_delete(
            request, campaign, allowed=self.has_delete_permission(request, campaign)
        )

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        campaign = campaign_or_404(request, object_id)
        return redirect("admin:campaigns_campaign_page", campaign.pk)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        *stock, anything_else = super().get_urls()
        own = [
            path(address, wrap(view), name=f"campaigns_campaign_{name}")
            for address, name, view in new_campaign_views.ADDRESSES
        ]
        return [
            path("desk/", wrap(review.review_desk), name="campaigns_campaign_desk"),
            path("unknown/", wrap(unknown.unknown_desk), name="campaigns_campaign_unknown"),
            *own,
            *stock,
            *urls.paths(wrap),
            path(
                "<int:pk>/page/",
                wrap(require_safe(campaign_page_views.campaign_page)),
                name="campaigns_campaign_page",
            ),
            path("preview/", wrap(preview.campaign_preview), name="campaigns_campaign_preview"),
            path(
                "<int:pk>/preview/",
                wrap(preview.campaign_preview),
                name="campaigns_campaign_preview",
            ),
            path(
                "image/<str:name>/",
                wrap(image_panel.image_check),
                name="campaigns_campaign_check_image",
            ),
            path("picture/<str:pk>/", wrap(views.picture), name="campaigns_campaign_picture"),
            path(
                "<int:pk>/payload/",
                wrap(campaign_page_views.campaign_payload),
                name="campaigns_campaign_payload",
            ),
            path(
                "<int:pk>/standing/", wrap(poll.campaign_poll), name="campaigns_campaign_standing"
            ),
            path(
                "<int:pk>/<slug:verb>/",
                wrap(transition_views.campaign_move),
                name="campaigns_campaign_move",
            ),
            anything_else,
        ]
