"""The admin of campaigns: the list, and the URLs of every screen of a campaign."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.models import Campaign, Submission

from . import once
from .base import ConsoleAdmin, campaign_or_404, has_permission, signed_in_user
from .campaign_list import changelist
from .campaign_page import urls as campaign_page
from .components import campaign_rows
from .composer import urls as composer
from .composer import views
from .desks import urls as desks
from .new_campaign import urls as new_campaign
from .rehearsals import urls as rehearsals


@admin.register(Campaign)
class CampaignAdmin(ConsoleAdmin):
    heading = _("Campaigns")
    list_display = ("name", "status")
    """For Django's checks; `campaign_list/_results.html` draws the columns."""
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

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_permission(request, access.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_permission(request, access.COMPOSE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """True for a draft that this user may write; never for the list itself."""
        if obj is None:
            return False
        return obj.is_draft and access.may(signed_in_user(request), access.COMPOSE, obj.application)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """True for a draft that was never submitted."""
        if obj is None or not self.has_change_permission(request, obj):
            return False
        return not obj.submissions.exists()

    def add_page(self, request: HttpRequest) -> HttpResponse:
        return views.campaign_add(request, allowed=self.has_add_permission(request))

    def row_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        campaign = campaign_or_404(request, object_id)
        if self.has_change_permission(request, campaign):
            return views.campaign_edit(request, campaign)
        if request.method != "POST":
            return views.campaign_locked(request, campaign)
        if self.has_add_permission(request):
            return views.campaign_save_too_late(request, campaign)
        return redirect("admin:campaigns_campaign_page", campaign.pk)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if once.earlier_result(request) is not None:
            return redirect("admin:campaigns_campaign_changelist")
        campaign = campaign_or_404(request, object_id)
        return views.campaign_delete(
            request, campaign, allowed=self.has_delete_permission(request, campaign)
        )

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        campaign = campaign_or_404(request, object_id)
        return redirect("admin:campaigns_campaign_page", campaign.pk)

    def get_urls(self) -> list[URLPattern]:
        """`campaign_page` comes last, because the URL of its moves matches every verb."""
        wrap = self.admin_site.admin_view
        screens = (desks, new_campaign, rehearsals, composer, campaign_page)
        own = [entry for screen in screens for entry in screen.paths(wrap)]
        return [*own, *super().get_urls()]
