"""URLs of the buttons on the page of an application, below the applications."""

from django.urls import URLPattern, path

from campaigns.admin.base import Wrap

from . import key_check, pauses


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("<int:pk>/pause/", wrap(pauses.application_pause), name="campaigns_application_pause"),
        path(
            "<int:pk>/resume/", wrap(pauses.application_resume), name="campaigns_application_resume"
        ),
        path(
            "<int:pk>/check-key/",
            wrap(key_check.application_check_key),
            name="campaigns_application_check-key",
        ),
        path(
            "<int:pk>/outside-send/",
            wrap(pauses.outside_send_record),
            name="campaigns_application_outside-send",
        ),
    ]
