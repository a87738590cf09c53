"""The page that deletes a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns.access import NotAllowed
from campaigns.admin import once
from campaigns.admin.base import actor, render_page, report_refusal
from campaigns.composer import drafts
from campaigns.models import Campaign


def campaign_delete(request: HttpRequest, campaign: Campaign, *, allowed: bool) -> HttpResponse:
    """GET asks, POST deletes."""
    if not allowed:
        raise PermissionDenied
    if request.method != "POST":
        context = {"title": _("Delete this draft"), "campaign": campaign}
        zone = campaign.application.time_zone
        return render_page(request, "campaigns/composer/delete.html", context, zone=zone)
    try:
        once.act_once(request, lambda: drafts.delete(campaign, actor(request)))
    except NotAllowed as error:
        report_refusal(request, error)
        return redirect("admin:campaigns_campaign_page", campaign.pk)
    messages.success(request, _("The draft “%(name)s” is deleted.") % {"name": campaign.name})
    return redirect("admin:campaigns_campaign_changelist")
