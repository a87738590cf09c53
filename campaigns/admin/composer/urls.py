"""URLs that the compose page asks for while somebody types, below the campaigns."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from campaigns.admin.base import View, Wrap
from campaigns.admin.components.image_panel import image_check
from campaigns.images.views import image_copy

from . import audience_step
from .preview import campaign_preview
from .schedule_step import schedule_preview
from .split_step import campaign_split
from .user_ids import user_ids_clean


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("image/<str:name>/", wrap(image_check), name="campaigns_campaign_check_image"),
        path("picture/<str:pk>/", wrap(image_copy), name="campaigns_campaign_picture"),
        *_of_draft("preview", "preview/", wrap(campaign_preview)),
        *_of_draft("audience", "live/audience/", wrap(audience_step.audience_preview)),
        *_of_draft("schedule", "live/schedule/", wrap(schedule_preview)),
        *_of_draft("user-ids", "live/user-ids/", wrap(user_ids_clean)),
        *_of_draft("split", "live/split/", wrap(campaign_split)),
    ]


def _of_draft(name: str, route: str, view: View) -> Iterator[URLPattern]:
    """The same view for a draft that is not stored yet, and for a stored one."""
    yield path(route, view, name=f"campaigns_campaign_{name}")
    yield path(f"<int:pk>/{route}", view, name=f"campaigns_campaign_{name}")
