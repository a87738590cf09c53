"""URLs of the two desks, below the campaigns."""

from django.urls import URLPattern, path

from campaigns.admin.base import Wrap

from .review import review_desk
from .unknown import unknown_desk


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("desk/", wrap(review_desk), name="campaigns_campaign_desk"),
        path("unknown/", wrap(unknown_desk), name="campaigns_campaign_unknown"),
    ]
