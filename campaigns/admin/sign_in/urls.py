"""URLs of signing in, below the root. `accounts.middleware` lists what a password alone opens."""

from django.urls import URLPattern, path

from campaigns.admin.base import Wrap

from . import kept_form, views


def paths(wrap: Wrap) -> list[URLPattern]:
    """`wrap` is `AdminSite.admin_view`: it lets only staff who are signed in through."""
    return [
        path("kept/", wrap(kept_form.kept_form), name="kept_form"),
        path("sign-in/", wrap(views.sign_in_page), name="sign_in"),
        path("sign-in/code/", wrap(views.code_enter), name="sign_in_code"),
        path("sign-in/start/", wrap(views.enrolment_start), name="sign_in_start"),
        path("sign-in/finish/", wrap(views.enrolment_finish), name="sign_in_finish"),
        path("sign-in/qr.svg", wrap(views.qr_code), name="qr_code"),
        path(
            "sign-in/recovery-codes/",
            wrap(views.recovery_codes_renew),
            name="sign_in_recovery_codes",
        ),
        path("sign-in/off/", wrap(views.second_factor_remove), name="sign_in_off"),
    ]
