"""URLs of the buttons on the page of a person, below the people."""

from django.urls import URLPattern, path

from campaigns.admin.base import Wrap

from . import page


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("<int:pk>/password/", wrap(page.password_set), name="auth_user_password_change"),
        path("<int:pk>/active/", wrap(page.person_set_active), name="auth_user_active"),
        path(
            "<int:pk>/second-factor/",
            wrap(page.second_factor_reset),
            name="auth_user_second_factor",
        ),
    ]
