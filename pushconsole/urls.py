"""URLs: languages, the sandbox, then the console."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

import campaigns.admin  # noqa: F401 (registers the screens)

handler500 = "pushconsole.error_pages.server_error"
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    *([path("", include("campaigns.sandbox.urls"))] if settings.SANDBOX else []),
    path("", admin.site.urls),
]
"""The admin comes last: its final pattern matches everything."""
