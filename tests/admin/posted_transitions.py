"""Posts a transition of a campaign as its page does, and reads the status back."""

from typing import Any

from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign


def move(client: Client, campaign: Campaign, verb: str, **typed: Any) -> Any:
    url = reverse("admin:campaigns_campaign_move", args=[campaign.pk, verb])
    return client.post(url, typed, follow=True)


def status(campaign: Campaign) -> str:
    return Campaign.objects.get(pk=campaign.pk).status
