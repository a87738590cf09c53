"""The desk of sends with an unknown outcome: its address and the cases it lists."""

from typing import Any

from django.test import Client
from django.urls import reverse

DESK = reverse("admin:campaigns_campaign_unknown")


def cases(client: Client) -> list[Any]:
    return list(client.get(DESK).context["cases"])
