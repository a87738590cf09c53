"""Deleting a draft that was never submitted: the one thing of a campaign that can be deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns import drafts
from campaigns.access import NotAllowed
from campaigns.models import Campaign

from .base import actor, page, refuse


def show(request: HttpRequest, campaign: Campaign, *, allowed: bool) -> HttpResponse:
    """GET asks, POST deletes."""
    if not allowed:
        raise PermissionDenied
    if request.method != "POST":
        context = {"title": _("Delete this draft"), "campaign": campaign}
        zone = campaign.application.time_zone
        return page(request, "campaigns/delete.html", context, zone=zone)
    try:
        drafts.delete(campaign, actor(request))
    except NotAllowed as error:
        refuse(request, error)
        return redirect("admin:campaigns_campaign_page", campaign.pk)
    messages.success(request, _("The draft “%(name)s” is deleted.") % {"name": campaign.name})
    return redirect("admin:campaigns_campaign_changelist")
