from django.conf import settings
from django.contrib import admin
from django.urls import include, path

import campaigns.admin  # noqa: F401 (it registers the screens)

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    *([path("", include("campaigns.sandbox.urls"))] if settings.SANDBOX else []),
    path("", admin.site.urls),
]
"""The sandbox comes first: the admin's own last pattern catches everything."""
