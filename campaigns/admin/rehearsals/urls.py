"""URLs of rehearsals, below the campaigns."""

from django.urls import URLPattern, path

from campaigns.admin.base import Wrap

from .views import campaign_rehearse, rehearsal_page


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("<int:pk>/rehearse/", wrap(campaign_rehearse), name="campaigns_campaign_rehearse"),
        path(
            "<int:pk>/rehearsals/<int:number>/",
            wrap(rehearsal_page),
            name="campaigns_campaign_rehearsal",
        ),
    ]
