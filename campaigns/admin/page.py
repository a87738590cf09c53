"""The page of one campaign: what a reviewer decides on, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import shown
from ..models import Campaign
from . import base, more, offers, packet
from .base import found, person


def show(request: HttpRequest, pk: int, status: int = 200) -> HttpResponse:
    """Changes nothing, whatever the method."""
    campaign, now = found(request, pk), timezone.now()
    zone = campaign.application.time_zone
    with timezone.override(zone):
        seen = packet.packet(campaign, person(request), now)
        context = {
            "title": campaign.name,
            "campaign": campaign,
            "packet": seen,
            "offers": offers.offers(person(request), campaign, problems=bool(seen.problems)),
            "more": more.more(campaign, person(request), now),
        }
    return base.page(request, "campaigns/page.html", context, zone=zone, status=status)


@require_safe
def payload(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the bytes that would be, or were, sent; a download, so that no browser runs it."""
    campaign: Campaign = found(request, pk)
    return HttpResponse(
        shown.body(campaign),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="campaign-{campaign.pk}.json"',
            "X-Content-Type-Options": "nosniff",
        },
    )
