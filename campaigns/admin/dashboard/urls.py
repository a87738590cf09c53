"""URLs of the front page, below the root of the console."""

from django.urls import URLPattern, path

from campaigns.admin.base import Wrap

from .views import everything_pause, everything_resume


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("pause/", wrap(everything_pause), name="pause_everything"),
        path("resume/", wrap(everything_resume), name="resume_everything"),
    ]
