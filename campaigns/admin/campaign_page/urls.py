"""URLs of the page of one campaign and of its moves, below the campaigns."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import SlugConverter

from campaigns.admin.base import Wrap

from . import poll, transition_views, views


class MoveConverter(SlugConverter):
    """A slug that is no page of ModelAdmin itself, so that a move may stand before Django's own
    URLs. The view answers 404 to a slug that is no move."""

    regex = r"(?!(?:change|delete|history)/)[-a-zA-Z0-9_]+"


register_converter(MoveConverter, "move")


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("<int:pk>/page/", wrap(views.campaign_page), name="campaigns_campaign_page"),
        path("<int:pk>/payload/", wrap(views.campaign_payload), name="campaigns_campaign_payload"),
        path("<int:pk>/standing/", wrap(poll.campaign_poll), name="campaigns_campaign_standing"),
        path(
            "<int:pk>/<move:verb>/",
            wrap(transition_views.campaign_move),
            name="campaigns_campaign_move",
        ),
    ]
